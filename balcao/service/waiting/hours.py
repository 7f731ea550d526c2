"""The opening hours by which waits are counted: the company's default calendar, else all hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.utils import timezone

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.register.calendars.rules import DAYS, BusinessCalendar, due_at, read, worked

from . import rules


def opening_hours() -> BusinessCalendar:
    """The default calendar, ready for arithmetic; without one every hour counts."""
    return hours_of(calendar_for(SYSTEM))


def hours_of(calendar_id: int | None) -> BusinessCalendar:
    """The calendar of this id, or every hour without one."""
    return always_open() if calendar_id is None else calendar_of(SYSTEM, calendar_id)


def interval(hours: BusinessCalendar, bounds: tuple[float, float], now: datetime) -> rules.Window:
    """Seconds of opening hours from now as an interval on the reader's wall clock.

    OutOfReach when the openings don't suffice.
    """
    low, high = (due_at(hours, now, timedelta(seconds=seconds)) for seconds in bounds)
    return rules.window(low, high, now, ZoneInfo(timezone.get_current_timezone_name()))


def is_overdue(
    hours: BusinessCalendar, from_at: datetime | None, high_seconds: float | None, now: datetime
) -> bool:
    """True for a wait that lasts longer than the interval told as it began."""
    if from_at is None or high_seconds is None:
        return False
    return worked(hours, from_at, now).total_seconds() > high_seconds


def always_open() -> BusinessCalendar:
    """Every hour of every day."""
    return _always(clock.zone())


@cache
def _always(zone: str) -> BusinessCalendar:
    return read(
        {"name": "24 h", "zone": zone, "weekly": {day: [["00:00", "24:00"]] for day in DAYS}}
    )
