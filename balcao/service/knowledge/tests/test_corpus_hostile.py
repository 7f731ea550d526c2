"""Hostile HTML and strings from the field, written into an article."""

from __future__ import annotations

import json
import re

from balcao.core.errors import Invalid
from balcao.service.knowledge import rules
from tests.corpus import DATA

_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_ALLOWED = re.compile(
    r"<(?:a href=\"(?:https?:|mailto:|tel:|#|/(?![/\\]))[^\"]*\" rel=\"noopener noreferrer\""
    r"|a rel=\"noopener noreferrer\""
    r"|h[2-6](?: id=\"[\w-]*\")?|img alt=\"[^\"]*\" loading=\"lazy\"|ol start=\"\d+\""
    r"|blockquote|br|code|del|em|hr|li|ol|p|pre|s|strong|table|tbody|td|th|thead|tr|ul)>"
)


def hostile() -> list[str]:
    """Every payload and string of the corpus, whatever the shape of its file."""
    found: list[str] = []
    for name in ("html_brs_kb", "html_dompurify", "naughty_strings"):
        found += _strings(json.loads((DATA / "hostile" / f"{name}.json").read_text()))
    return found


def _strings(told: object) -> list[str]:
    if isinstance(told, str):
        return [told]
    inside = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [one for each in inside for one in _strings(each)]


def test_nothing_hostile_becomes_a_tag_of_its_own() -> None:
    strings = hostile()
    assert len(strings) > 400
    wrong = []
    for told in strings:
        shown = rules.rendered(f"antes\n\n{told}\n\n[a]({told})\n\n![b]({told})", [], set()).html
        wrong += [(told[:80], tag) for tag in _TAG.findall(shown) if not _ALLOWED.fullmatch(tag)]
    assert not wrong, wrong[:5]


def test_nothing_hostile_opens_a_part() -> None:
    for told in hostile():
        try:
            found = rules.pieces(f"{told}\n::: interno\nSEGREDO\n:::\n{told}")
        except Invalid:
            continue
        assert all(piece.audience or "SEGREDO" not in piece.body for piece in found)
