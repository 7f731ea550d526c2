"""What ends a wait, and how its interval is told: pure, without database, clock or settings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_NEAR = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 65, 80, 100)
_FAR = (150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500, 10_000, 15_000, 20_000)
_TURNS = (*_NEAR, *_FAR)
_TOLD_AHEAD = 20
SCALE_MOST = 3.0


class End(StrEnum):
    """What ended a wait: a reply, the ticket's end, a pause, the client's turn, another team."""

    ANSWERED = "answered"
    ENDED = "ended"
    HELD = "held"
    CLIENT = "client"
    MOVED = "moved"


def bounds(table: Sequence[Sequence[float]], turn: int) -> tuple[float, float] | None:
    """Low and high for so many departures, from rows of these and both bounds, in order.

    Between two rows both are read off the straight line that joins them; None beyond the last.
    """
    after = bisect_left(table, float(turn), key=lambda row: row[0])
    if after == len(table):
        return None
    far = table[after]
    near = table[after - 1] if after and far[0] != turn else far
    share = (turn - near[0]) / (far[0] - near[0]) if far is not near else 0.0
    low, high = (near[side] + share * (far[side] - near[side]) for side in (1, 2))
    return float(low), float(high)


def turns_told(standing: int) -> tuple[int, ...]:
    """The turns to work out for a line of so many: theirs, and some of those who may still join."""
    reach = bisect_left(_TURNS, 2 * standing + _TOLD_AHEAD)
    return _TURNS[: reach + 1]


def scale(agents_before: float, agents_now: int) -> float:
    """By how much time stretches now that there are so many agents instead of so many on average.

    1 where presence is unknown: nobody is here, or hardly anybody ever said so.
    """
    if agents_now < 1 or agents_before < 0.5:
        return 1.0
    return min(SCALE_MOST, max(1 / SCALE_MOST, agents_before / agents_now))


class Span(StrEnum):
    """How an interval is told: by hours of today or tomorrow, parts of tomorrow, or days."""

    TODAY = "today"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"
    OVERNIGHT = "overnight"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody may expect an answer, on the wall clock of a zone, without false precision.

    `from_at` is None when it may be any moment now.
    """

    span: Span
    from_at: datetime | None
    to_at: datetime


def window(low_at: datetime, high_at: datetime, now: datetime, zone: ZoneInfo) -> Window:
    """The interval rounded outward: to 5 minutes within the hour, 15 within four, else to the hour."""
    start, end, here = (at.astimezone(zone) for at in (low_at, high_at, now))
    start, end = _down(start, low_at - now), _up(end, high_at - now)
    first = None if start <= here else start
    days = (end.date() - here.date()).days
    is_next_day = first is not None and first.date() == end.date()
    if days == 0:
        span = Span.TODAY
    elif days > 1:
        span = Span.DAYS
    elif not is_next_day:
        span = Span.OVERNIGHT
    else:
        span = _part(first, end)
    return Window(span, first, end)


def _part(start: datetime | None, end: datetime) -> Span:
    """Which part of tomorrow it is, when it is one."""
    if start is None:
        return Span.TOMORROW
    if (end.hour, end.minute) <= (12, 0):
        return Span.MORNING
    return (
        Span.AFTERNOON if start.hour >= 12 and (end.hour, end.minute) <= (18, 0) else Span.TOMORROW
    )


def _grain(ahead: timedelta) -> int:
    if ahead < timedelta(hours=1):
        return 5
    return 15 if ahead < timedelta(hours=4) else 60


def _down(at: datetime, ahead: timedelta) -> datetime:
    grain = _grain(ahead)
    return at.replace(minute=at.minute // grain * grain, second=0, microsecond=0)


def _up(at: datetime, ahead: timedelta) -> datetime:
    lower = _down(at, ahead)
    if lower == at:
        return at
    utc = lower.astimezone(ZoneInfo("UTC")) + timedelta(minutes=_grain(ahead))
    return utc.astimezone(at.tzinfo)
