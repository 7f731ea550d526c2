"""Articles in words: states, freshness, readers, why they need somebody."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from balcao.core.sql import Row
from balcao.service.knowledge.rules import LANGUAGES, STATES

_TONES = {"draft": "neutral", "review": "warning", "published": "success", "withdrawn": "danger"}


class Said(NamedTuple):
    """A label with its tone and picture."""

    label: str
    tone: str
    symbol: str = ""


def state(found: Row) -> Said:
    """How far an article has come; of a published one also that something new waits."""
    label = str(dict(STATES)[found["state"]])
    if found["state"] == "published" and found["submitted_at"] is not None:
        return Said(_("Published, a change waits for review"), "warning")
    if found["state"] == "published" and found["has_news"]:
        return Said(_("Published, with a change being written"), "success")
    return Said(label, _TONES[found["state"]])


def why(told: str) -> Said:
    """Why an article needs somebody."""
    known = {
        "expired": Said(_("It has expired: outsiders don't see it any more"), "danger", "clock-x"),
        "expires": Said(_("It expires soon"), "warning", "clock-exclamation"),
        "review": Said(_("It is due to be checked again"), "warning", "clock-check"),
        "owner": Said(_("Nobody looks after it"), "danger", "user-off"),
    }
    return known[told]


def readers(kinds: list[str]) -> str:
    """Kinds of reader, as a list in words."""
    return ", ".join(reader(kind) for kind in kinds)


def reader(kind: str) -> str:
    """One kind of reader, in words."""
    known = {
        "stranger": _("Visitors"),
        "customer": _("Customers"),
        "employee": _("Employees"),
        "outsourced": _("Outsourced workers"),
        "contractor": _("Contractors"),
        "supplier": _("Suppliers"),
    }
    return known[kind]


def views() -> list[tuple[str, str]]:
    """As whom a preview may be looked at."""
    kinds = ("stranger", "customer", "employee", "outsourced", "contractor", "supplier")
    return [*((kind, reader(kind)) for kind in kinds), ("all", _("Whoever writes it"))]


def languages() -> dict[str, str]:
    """The languages of articles, by code."""
    return {code: str(name) for code, name in LANGUAGES}
