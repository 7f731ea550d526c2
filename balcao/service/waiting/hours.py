"""The opening hours by which waits are counted: the company's default calendar, else all hours."""

from __future__ import annotations

from functools import cache

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.register.calendars.rules import DAYS, BusinessCalendar, read


def opening_hours() -> BusinessCalendar:
    """The default calendar, ready for arithmetic; without one every hour counts."""
    found = calendar_for(SYSTEM)
    return always_open() if found is None else calendar_of(SYSTEM, found)


def always_open() -> BusinessCalendar:
    """Every hour of every day."""
    return _always(clock.zone())


@cache
def _always(zone: str) -> BusinessCalendar:
    return read(
        {"name": "24 h", "zone": zone, "weekly": {day: [["00:00", "24:00"]] for day in DAYS}}
    )
