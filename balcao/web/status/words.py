"""The status in words and looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from balcao.core.forms import worded
from balcao.core.sql import Row
from balcao.service.status.rules import IMPACTS, STATES, Day

from ..components import dates
from ..components.promises import length

LOOKS: Mapping[str, tuple[str, str]] = {
    "": ("success", "circle-check"),
    "minor": ("warning", "alert-circle"),
    "major": ("warning", "alert-triangle"),
    "outage": ("danger", "circle-x"),
}
"""Tone and picture of each impact; of none at all under the empty word."""
_IMPACT, _STATE = dict(IMPACTS), dict(STATES)
OVERALL: Mapping[str, str | Promise] = {
    "": gettext_lazy("Everything works"),
    "minor": gettext_lazy("Works, with limits"),
    "major": gettext_lazy("Something fails in part"),
    "outage": gettext_lazy("Something does not work"),
}


def said(words: Mapping[str, str]) -> str:
    """Words by language in the reader's, or in the one there is."""
    return worded(words, get_language() or "pt-br")


def impact(key: str) -> tuple[str, str, str]:
    """Label, tone and picture of an impact."""
    tone, symbol = LOOKS[key]
    return str(_IMPACT.get(key, _("Works"))), tone, symbol


def state(key: str) -> str:
    """How far one has come, in words."""
    return str(_STATE[key])


def day(one: Day) -> str:
    """A day as its bar says it."""
    if not one.impact:
        return _("%(day)s: no failure") % {"day": dates.day(one.on)}
    return f"{dates.day(one.on)}: {impact(one.impact)[0]}, {length(60 * one.minutes)}"


def share(told: float) -> str:
    """The share of time without failure, never rounded up to a whole one."""
    percent = 100.0 if told >= 1 else min(99.99, int(told * 10_000) / 100)
    shown = f"{percent:.2f}".rstrip("0").rstrip(".")
    return f"{shown.replace('.', ',') if get_language() == 'pt-br' else shown} %"


def component(one: Mapping[str, Any]) -> dict[str, Any]:
    """A component with its state, its bars and its share in words."""
    label, tone, symbol = impact(one["impact"])
    bad = [each for each in one["days"] if each.impact]
    return {
        "name": said(one["names"]),
        "label": label,
        "tone": tone,
        "symbol": symbol,
        "share": share(one["share"]),
        "bars": [
            (each.impact, LOOKS[each.impact][0], day(each) if each.impact else "")
            for each in one["days"]
        ],
        "told": [day(each) for each in reversed(bad)],
    }


def incident(one: Row) -> dict[str, Any]:
    """An incident with all of it in the reader's language."""
    label, tone, symbol = impact(one["impact"])
    return {
        **one,
        "title": said(one["titles"]),
        "label": label,
        "tone": tone if one["resolved_at"] is None else "neutral",
        "symbol": symbol,
        "whereto": state(one["state"]),
        "touches": [said(names) for names in one["components"]],
        "updates": [
            {**each, "whereto": state(each["state"]), "text": said(each["words"])}
            for each in one["updates"]
        ],
    }
