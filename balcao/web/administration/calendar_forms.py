"""Between the forms of a calendar and its definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.register.calendars import rules

from ..components.dates import locale

PAIRS = 2
MOST_PAIRS = 12
WHOLE_DAY = ["00:00", "24:00"]
SHIFTS = [["08:00", "12:00"], ["13:00", "18:00"]]
NATIONAL = {"country": "BR", "state": "", "add": [], "remove": []}
BEGINNINGS: dict[str, dict[str, Any]] = {
    "shop": {
        "weekly": {
            **dict.fromkeys(rules.DAYS[:5], SHIFTS),
            "sat": [["08:00", "12:00"]],
        },
        "holidays": NATIONAL,
    },
    "always": {"weekly": {day: [WHOLE_DAY] for day in rules.DAYS}, "holidays": {}},
}
BEGINNING_WORDS = (
    ("shop", gettext_lazy("Business hours, with Saturday mornings")),
    ("always", gettext_lazy("Around the clock")),
)


@dataclass(frozen=True)
class GridDay:
    """One row of the weekly grid, as the form shows it."""

    key: str
    name: str
    is_all_day: bool
    pairs: list[tuple[str, str]]


def grid(weekly: Mapping[str, Any]) -> list[GridDay]:
    """The week for the form: its openings, and always one pair of empty fields more."""
    found = []
    for day in rules.DAYS:
        openings = [list(pair) for pair in weekly.get(day) or []]
        is_all_day = openings == [WHOLE_DAY]
        pairs = [] if is_all_day else [(start, _shown(end)) for start, end in openings]
        empty = max(1, PAIRS - len(pairs))
        found.append(GridDay(day, rules.day_name(day), is_all_day, pairs + [("", "")] * empty))
    return found


def week(told: QueryDict) -> dict[str, list[list[str]]]:
    """The weekly openings of a sent form."""
    return {
        day: [WHOLE_DAY] if told.get(f"{day}-all") else openings(told, f"{day}-")
        for day in rules.DAYS
    }


def openings(told: QueryDict, before: str) -> list[list[str]]:
    """Pairs of fields `…1-from`, `…1-to` that are not both empty; an end at 00:00 is midnight."""
    found = []
    for place in range(MOST_PAIRS):
        start = told.get(f"{before}{place}-from", "").strip()
        end = told.get(f"{before}{place}-to", "").strip()
        if start or end:
            found.append([start, "24:00" if end == "00:00" else end])
    return found


def changed(definition: Mapping[str, Any], told: QueryDict) -> dict[str, Any]:
    """The definition with name, zone, week and place of the sent form."""
    country, _slash, state = told.get("place", "").partition("/")
    holidays = {**(definition.get("holidays") or {}), "country": country, "state": state}
    return {
        **definition,
        "name": told.get("name", "").strip(),
        "zone": told.get("zone", "").strip(),
        "weekly": week(told),
        "holidays": holidays,
    }


def place_of(definition: Mapping[str, Any]) -> str:
    """Where its public holidays come from, as the form's choice."""
    told = definition.get("holidays") or {}
    country, state = told.get("country") or "", told.get("state") or ""
    return f"{country}/{state}" if state else country


def places(chosen: str) -> list[tuple[str, str]]:
    """Choices of where public holidays come from: Brazil with its states first."""
    names = locale().territories
    brazil = str(names["BR"])
    found = [("", _("No public holidays")), ("BR", brazil)]
    found += [(f"BR/{state}", f"{brazil} · {state}") for state in rules.countries()["BR"]]
    others = [(code, str(names.get(code, code))) for code in rules.countries() if code != "BR"]
    found += sorted(others, key=lambda pair: pair[1])
    if chosen not in {key for key, _label in found}:
        found.append((chosen, chosen.replace("/", " · ")))
    return found


def summary(definition: Mapping[str, Any]) -> str:
    """The week in one line: days alike are told together."""
    groups: list[tuple[str, str, str]] = []
    for day in rules.DAYS:
        hours = _hours(definition["weekly"].get(day) or [])
        name = rules.day_name(day)[:3]
        if groups and groups[-1][2] == hours:
            groups[-1] = (groups[-1][0], name, hours)
        else:
            groups.append((name, name, hours))
    told = [(f"{a}–{b}" if a != b else a, hours) for a, b, hours in groups if hours]
    return " · ".join(f"{days} {hours}" for days, hours in told)


def _hours(openings: list[list[str]]) -> str:
    if openings == [WHOLE_DAY]:
        return _("24 h")
    return ", ".join(f"{start}–{end}" for start, end in openings)


def _shown(end: str) -> str:
    return "00:00" if end == "24:00" else end
