"""A question as it is asked, and the words it is asked in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("pt-br", "en")
Words = Mapping[str, str]


class Kind(StrEnum):
    """How a question is answered."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    ENPS = "enps"
    SCALE = "scale"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    MATRIX = "matrix"
    RANKING = "ranking"
    TEXT = "text"
    CONSENT = "consent"


KIND_LABELS: list[tuple[str, str | Promise]] = [
    (Kind.NPS, _("NPS: recommends us, 0 to 10")),
    (Kind.CSAT, _("CSAT: satisfaction, 1 to 5")),
    (Kind.CES, _("CES 2.0: it was easy, agreement 1 to 7")),
    (Kind.ENPS, _("eNPS: recommends working here, 0 to 10")),
    (Kind.SCALE, _("Scale with labels")),
    (Kind.CHOICE, _("One of several")),
    (Kind.MULTIPLE, _("Any of several")),
    (Kind.MATRIX, _("Several lines on one scale")),
    (Kind.RANKING, _("Put in order")),
    (Kind.TEXT, _("Own words")),
    (Kind.CONSENT, _("Consent")),
]
RANGES = {
    Kind.NPS: range(11),
    Kind.ENPS: range(11),
    Kind.CSAT: range(1, 6),
    Kind.CES: range(1, 8),
}
LISTED = frozenset({Kind.CHOICE, Kind.MULTIPLE, Kind.RANKING})


class Consent(StrEnum):
    """What a consent is about; all but a quote without the name would name the respondent."""

    QUOTE = "quote"
    CONTACT = "contact"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as a respondent meets it; `id` is its row: other words are another row."""

    key: str
    kind: Kind
    words: Words
    help: Words = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    is_required: bool = False
    shown_if: Mapping[str, Any] | None = None
    page: int = 1
    position: int = 1
    id: int = 0


def of_row(told: Mapping[str, Any]) -> Asked:
    """A question from its row, or from a line of a frozen version."""
    known = {name: told[name] for name in Asked.__dataclass_fields__ if name in told}
    return Asked(**{**known, "kind": Kind(told["kind"])})


def in_order(questions: Iterable[Asked]) -> list[Asked]:
    """The questions in the order in which they are met."""
    return sorted(questions, key=lambda asked: (asked.page, asked.position, asked.id))


def pages(questions: Iterable[Asked]) -> list[list[Asked]]:
    """The questions page by page; a page without questions does not exist."""
    found: dict[int, list[Asked]] = {}
    for asked in in_order(questions):
        found.setdefault(asked.page, []).append(asked)
    return list(found.values())


def content(questions: Iterable[Asked], **about: Any) -> dict[str, Any]:
    """What a version keeps of a survey: pages of questions, and what was said around them."""
    told = [
        [asdict(asked) | {"kind": str(asked.kind)} for asked in page] for page in pages(questions)
    ]
    return {**about, "pages": [{"questions": page} for page in told]}


def of_content(frozen: Mapping[str, Any]) -> list[Asked]:
    """The questions of a version, in order, each with the id of its row."""
    return [of_row(told) for page in frozen.get("pages", []) for told in page["questions"]]


def worded(words: Words | None, language: str) -> str:
    """The words in this language, else in the other one, else nothing."""
    if not words:
        return ""
    return words.get(language) or next((words[one] for one in LANGUAGES if words.get(one)), "")


def numbers(asked: Asked) -> range:
    """What a question on a scale may be answered with; empty for any other kind."""
    if asked.kind in RANGES:
        return RANGES[asked.kind]
    if asked.kind in (Kind.SCALE, Kind.MATRIX):
        return range(1, len(asked.options.get("labels", ())) + 1)
    return range(0)


def choices(asked: Asked) -> list[str]:
    """The values one may choose among, in the order in which they are shown."""
    return [choice["value"] for choice in asked.options.get("choices", ())]


def lines(asked: Asked) -> list[str]:
    """The values of the lines of a matrix, in order."""
    return [line["value"] for line in asked.options.get("rows", ())]
