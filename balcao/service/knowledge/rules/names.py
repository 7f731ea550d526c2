from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from balcao.core import text

SLUG_MOST = 100
_UNFIT = re.compile(r"[^a-z0-9]+")

STATES = [
    ("draft", _("Draft")),
    ("review", _("Waiting for review")),
    ("published", _("Published")),
    ("withdrawn", _("Withdrawn")),
]
LANGUAGES = [("pt-br", _("Portuguese")), ("en", _("English"))]
PLACES = [
    ("help", _("Help centre")),
    ("portal", _("Portal")),
    ("desk", _("Desk")),
    ("api", _("API")),
]
OUTCOMES = [("answered", _("Did not need to ask")), ("sent", _("Asked anyway"))]


class Readers(StrEnum):
    """As whom somebody reads, coarsely: enough to see who is left without an answer."""

    STRANGER = "stranger"
    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    OUTSOURCED = "outsourced"
    CONTRACTOR = "contractor"
    SUPPLIER = "supplier"


def readers_of(words: Iterable[str]) -> list[str]:
    """The kinds of reader behind the words of audiences an actor answers to, sorted; never teams."""
    kinds = sorted({word for word in words if word in set(Readers)})
    return kinds or [str(Readers.STRANGER)]


def slug_of(title: str) -> str:
    """The title as part of an address: folded letters and digits with hyphens between."""
    told = _UNFIT.sub("-", text.fold(title)).strip("-")
    return told[:SLUG_MOST].strip("-") or "artigo"


def name_in(names: Mapping[str, str], language: str) -> str:
    """The name of a shelf in this language, in Portuguese where it has none there."""
    return names.get(language) or names["pt-br"]
