"""When somebody can be called back: pure, without database, clock or settings."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from balcao.register.calendars.rules import (
    BusinessCalendar,
    OutOfReach,
    ledger,
    next_opening,
    worked,
)
from balcao.register.calendars.rules import State as Stretch

SLOT = timedelta(hours=2)
SHORTEST = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
AHEAD = timedelta(days=7)
OFFERED = 6
MOST_ATTEMPTS = 3


class Outcome(StrEnum):
    """How a callback ended: they spoke, nobody was reached, or it was no longer wanted."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Refused(StrEnum):
    """Why no call can be promised then."""

    PAST = "past"
    SHORT = "short"
    LONG = "long"
    FAR = "far"
    CLOSED = "closed"


def offered(hours: BusinessCalendar, now: datetime) -> list[tuple[datetime, datetime]]:
    """The next times in which a call can be promised: within opening hours, cut at even hours.

    Each leaves at least half an hour; none when there is no opening within a week.
    """
    try:
        start = next_opening(hours, now)
    except OutOfReach:
        return []
    found: list[tuple[datetime, datetime]] = []
    for stretch in ledger(hours, start, max(start, now) + AHEAD / 2):
        if stretch.state is not Stretch.RUNNING:
            continue
        at = stretch.from_at
        while at < stretch.to_at and len(found) < OFFERED:
            end = min(stretch.to_at, _even(at, hours.zone))
            if end - max(at, now) >= SHORTEST and end <= now + AHEAD:
                found.append((at, end))
            at = end
    return found


def refused(
    hours: BusinessCalendar, from_at: datetime, to_at: datetime, now: datetime
) -> Refused | None:
    """Why a call between these instants can't be promised; None when it can."""
    if to_at - max(from_at, now) < SHORTEST:
        return Refused.PAST if to_at <= now + SHORTEST else Refused.SHORT
    if to_at > now + AHEAD:
        return Refused.FAR
    if to_at - from_at > LONGEST:
        return Refused.LONG
    return None if worked(hours, from_at, to_at) == to_at - from_at else Refused.CLOSED


def _even(at: datetime, zone: ZoneInfo) -> datetime:
    """The next even hour of the zone's wall clock."""
    here = at.astimezone(zone)
    ahead = timedelta(
        hours=here.hour % 2, minutes=here.minute, seconds=here.second, microseconds=here.microsecond
    )
    return at + SLOT - ahead
