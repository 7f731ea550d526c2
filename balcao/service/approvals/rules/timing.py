"""By when a stage is decided, and when its people are reminded: in business days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
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


def stage_due(
    calendar: BusinessCalendar | None, start: datetime, days: int, zone: ZoneInfo
) -> datetime:
    """The end, in UTC, of the day that many business days later; without a calendar weekdays at 18:00."""
    if calendar is not None:
        try:
            return due_after_days(calendar, start, days)
        except OutOfReach:
            pass
    return _at(_weekday_after(start.astimezone(zone).date(), days), time(18), zone)


def next_reminder(
    calendar: BusinessCalendar | None, last: datetime, days: int, due: datetime, zone: ZoneInfo
) -> datetime | None:
    """The morning that many business days after the last word; None without reminders, or past the due date."""
    if days < 1:
        return None
    at = _morning(calendar, last, days, zone)
    return at if last < at < due else None


def _morning(
    calendar: BusinessCalendar | None, last: datetime, days: int, zone: ZoneInfo
) -> datetime:
    if calendar is not None:
        try:
            day = business_day_after(calendar, last.astimezone(calendar.zone).date(), days)
            return next_opening(calendar, _at(day, time(), calendar.zone))
        except OutOfReach:
            pass
    return _at(_weekday_after(last.astimezone(zone).date(), days), time(9), zone)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _weekday_after(day: date, days: int) -> date:
    while days > 0:
        day += _DAY
        days -= day.weekday() < _WORKDAYS
    return day
