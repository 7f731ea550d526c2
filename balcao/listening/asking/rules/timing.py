"""When somebody is asked: rhythms, opening hours, the stretch a wave takes, and rest between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from balcao.core.errors import Invalid
from balcao.register.calendars import rules as calendars

EVERY = {"week": 0, "month": 1, "quarter": 3}
LATE_AFTER = timedelta(days=14)


class Stretch(NamedTuple):
    """When a wave takes people in, and until when they may answer."""

    opens_at: datetime
    asks_until: datetime
    closes_at: datetime


def read_rhythm(told: Mapping[str, Any]) -> dict[str, Any]:
    """The rhythm as it is kept: every week, month or quarter, on a weekday (0 is Monday), at an hour."""
    wrong = _("A rhythm is every week, month or quarter, on a weekday and at an hour.")
    if set(told) != {"every", "weekday", "hour"} or told["every"] not in EVERY:
        raise Invalid(wrong, {"rhythm": wrong})
    for name, limit in (("weekday", 7), ("hour", 24)):
        if type(told[name]) is not int or not 0 <= told[name] < limit:
            raise Invalid(wrong, {"rhythm": wrong})
    return {name: told[name] for name in ("every", "weekday", "hour")}


def next_opening(rhythm: Mapping[str, Any], after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of the rhythm later than `after`, in UTC: that weekday of each week, or
    the first such day of each month, or of each quarter of the year."""
    day = after.astimezone(zone).date()
    for candidate in _days(rhythm, day):
        wall = datetime.combine(candidate, time(rhythm["hour"]), zone)
        if wall.astimezone(UTC) > after:
            return wall.astimezone(UTC)
    raise AssertionError("a rhythm never ends")


def send_at(
    event_at: datetime,
    delay_days: int,
    calendar: calendars.BusinessCalendar | None,
    zone: ZoneInfo,
) -> datetime:
    """The first open instant so many days after the event at the same hour of the wall, in UTC.

    Without a calendar, or with one that never opens again, that instant itself.
    """
    if calendar is not None:
        zone = calendar.zone
    wall = event_at.astimezone(zone).replace(tzinfo=None) + timedelta(days=delay_days)
    at = event_at if not delay_days else wall.replace(tzinfo=zone)
    if calendar is None:
        return at.astimezone(UTC)
    try:
        return calendars.next_opening(calendar, at)
    except calendars.OutOfReach:
        return at.astimezone(UTC)


def is_too_late(send: datetime, now: datetime) -> bool:
    """Whether so much time has passed that being asked would surprise: history is not asked about."""
    return now - send > LATE_AFTER


def stretch(send: datetime, open_days: int, zone: ZoneInfo) -> Stretch:
    """The calendar month in which something is sent, and so many days more to answer."""
    first = send.astimezone(zone).date().replace(day=1)
    begins, ends = _midnight(first, zone), _midnight(_months_later(first, 1), zone)
    return Stretch(begins, ends, ends + timedelta(days=open_days))


def in_quarantine(asked_at: Iterable[datetime], at: datetime, days: int) -> bool:
    """Whether somebody asked at these instants is left in peace at this one."""
    return any(at - timedelta(days=days) < asked for asked in asked_at)


def _days(rhythm: Mapping[str, Any], day: date) -> Iterable[date]:
    weekday, months = rhythm["weekday"], EVERY[rhythm["every"]]
    if not months:
        first = day + timedelta(days=(weekday - day.weekday()) % 7)
        return (first, first + timedelta(days=7))
    month = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    firsts = (month, _months_later(month, months))
    return tuple(one + timedelta(days=(weekday - one.weekday()) % 7) for one in firsts)


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
