"""The named days of one year, kept and not kept, as an administrator looks them through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .calendar import BusinessCalendar, day_of
from .public_holidays import named_holidays, optional_points


class Origin(StrEnum):
    """Who says that a day is special."""

    LAW = "law"
    OPTIONAL = "optional"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with a name. `text` is how the definition writes it; closed unless not `is_kept`."""

    day: date
    name: str
    origin: Origin
    is_kept: bool
    text: str


def named_days(calendar: BusinessCalendar, year: int) -> list[NamedDay]:
    """Holidays by law, kept or not; own days; and optional points, on which it opens. In order."""
    told = calendar.holidays
    found: dict[date, NamedDay] = {}
    if told.country:
        optional = optional_points(told.country, told.state, year)
        found |= _each(optional, Origin.OPTIONAL, is_kept=False)
        found |= _each(named_holidays(told.country, told.state, year), Origin.LAW, is_kept=True)
    for day, text in _in_year(told.added, year):
        known = found.get(day)
        name = told.added[text] or (known.name if known else "")
        found[day] = NamedDay(day, name, Origin.OWN, True, text)
    for day, text in _in_year(told.removed, year):
        if day in found:
            known = found[day]
            found[day] = NamedDay(day, known.name, known.origin, False, text)
    return [found[day] for day in sorted(found)]


def _each(days: Mapping[date, str], origin: Origin, *, is_kept: bool) -> dict[date, NamedDay]:
    return {
        day: NamedDay(day, name, origin, is_kept, day.isoformat()) for day, name in days.items()
    }


def _in_year(texts: Mapping[str, str] | frozenset[str], year: int) -> Iterator[tuple[date, str]]:
    for text in sorted(texts):
        day = day_of(text, year)
        if day is not None:
            yield day, text
