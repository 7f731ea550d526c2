"""By when an idea is answered: so many business days of the board's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from balcao.register.calendars.rules import (
    BusinessCalendar,
    OutOfReach,
    business_day_after,
    due_after_days,
    next_opening,
)

_DAY = timedelta(days=1)
_WORKDAYS = 5
# Beyond so many days nobody counts business days any more.
_LONGEST = 3660


class Deadline(NamedTuple):
    """When a promise ends, and when who made it is warned: the morning of the day before, or of
    that very day where one day was promised."""

    warn_at: datetime
    due_at: datetime


def deadline(
    calendar: BusinessCalendar | None, start: datetime, days: int, zone: ZoneInfo
) -> Deadline:
    """So many business days after the start, in UTC; without a calendar from Monday to Friday."""
    if calendar is None:
        return _without_calendar(start, days, zone)
    try:
        day = business_day_after(calendar, start.astimezone(calendar.zone).date(), max(days - 1, 1))
        morning = datetime.combine(day, time(), calendar.zone).astimezone(UTC)
        return Deadline(next_opening(calendar, morning), due_after_days(calendar, start, days))
    except OutOfReach:
        return _without_calendar(start, days, zone)


def days_taken(
    calendar: BusinessCalendar | None, start: datetime, end: datetime, zone: ZoneInfo
) -> int:
    """How many business days lie between two instants; the day of the start does not count."""
    local = calendar.zone if calendar else zone
    day, last = start.astimezone(local).date(), end.astimezone(local).date()
    taken = 0
    for _n in range(_LONGEST):
        if day >= last:
            break
        day += _DAY
        taken += bool(calendar.openings_of(day)) if calendar else day.weekday() < _WORKDAYS
    return taken


def _without_calendar(start: datetime, days: int, zone: ZoneInfo) -> Deadline:
    last = _weekday_after(start.astimezone(zone).date(), days)
    before = _weekday_after(start.astimezone(zone).date(), max(days - 1, 1))
    return Deadline(
        datetime.combine(before, time(9), zone).astimezone(UTC),
        datetime.combine(last, time(18), zone).astimezone(UTC),
    )


def _weekday_after(day: date, days: int) -> date:
    while days > 0:
        day += _DAY
        days -= day.weekday() < _WORKDAYS
    return day
