"""Every hostile payload, cleaned, holds nothing that runs, loads, sends or leaves its place."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html as lxml_html  # type: ignore[import-untyped]

from balcao.core.html import _ATTRIBUTES, _TAGS, sanitize, to_text
from tests.corpus import DATA

PAYLOADS: list[str] = sorted(
    {
        row["payload"]
        for name in ("html_dompurify.json", "html_brs_kb.json")
        for row in json.loads((DATA / "hostile" / name).read_text(encoding="utf-8"))
    }
)
LINK = re.compile(r"(https?:|mailto:|tel:)", re.IGNORECASE)
IMAGE = re.compile(r"(https?:|data:image/(png|jpe?g|gif|webp);base64,)", re.IGNORECASE)
SET_BY_US = {"target", "rel", "loading", "referrerpolicy"}
KNOWN = SET_BY_US.union(*_ATTRIBUTES.values())


def harm_in(html: str) -> list[str]:
    """What in the HTML could run, load, send or leave its place."""
    harm = []
    for element in lxml_html.document_fromstring(f"<div>{html}</div>").find(".//div").iter():
        if not isinstance(element.tag, str):
            harm.append(f"not an element: {element!r}")
            continue
        if element.tag not in _TAGS:
            harm.append(f"tag {element.tag}")
        for name, value in element.attrib.items():
            if name not in KNOWN or name.startswith("on"):
                harm.append(f"attribute {name}")
            if name == "href" and not LINK.match(value):
                harm.append(f"link {value}")
            if name == "src" and not IMAGE.match(value):
                harm.append(f"source {value}")
            if name == "style" and re.search(
                r"url|expression|import|\\|position|javascript", value
            ):
                harm.append(f"style {value}")
    return harm


@pytest.mark.parametrize("images", ["blocked", "allowed"])
def test_no_payload_survives(images: str) -> None:
    survivors = {}
    for payload in PAYLOADS:
        cleaned = sanitize(payload, images="allowed" if images == "allowed" else "blocked").html
        if harm := harm_in(cleaned):
            survivors[payload] = harm
    assert survivors == {}


def test_nothing_is_fetched_while_images_are_blocked() -> None:
    loading = re.compile(r"(?i)<[^>]*\s(src|srcset|background|poster)\s*=\s*[\"']?\s*(https?:)?//")
    assert [p for p in PAYLOADS if loading.search(sanitize(p).html)] == []


def test_every_payload_is_told_as_text() -> None:
    assert all(isinstance(to_text(payload), str) for payload in PAYLOADS)
