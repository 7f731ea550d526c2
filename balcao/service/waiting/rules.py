"""What waits are and where one stands in a queue: pure, without database, clock or settings."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from heapq import heappop, heappush
from itertools import groupby
from zoneinfo import ZoneInfo

NEAR = tuple(range(1, 51))
FAR = (60, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500, 10_000)
PLACES = (*NEAR, *FAR)
SCALE_MOST = 3.0


class End(StrEnum):
    """What ended a wait: a reply, the ticket's end, a pause, the client's turn, another team."""

    ANSWERED = "answered"
    ENDED = "ended"
    HELD = "held"
    CLIENT = "client"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Stood:
    """A wait in a team's queue; the lowest `order` is answered first."""

    wait_id: int
    order: tuple[int, datetime, int]
    from_at: datetime
    ended_at: datetime | None


def places(waits: Iterable[Stood]) -> dict[int, int]:
    """By wait, its place in the queue at the instant it joined: 1 and those then before it.

    Of two that joined at the same instant each sees the other.
    """
    joining = sorted(waits, key=lambda each: each.from_at)
    queue: list[tuple[int, datetime, int]] = []
    leaving: list[tuple[datetime, tuple[int, datetime, int]]] = []
    found: dict[int, int] = {}
    for instant, group in groupby(joining, key=lambda each: each.from_at):
        together = list(group)
        while leaving and leaving[0][0] <= instant:
            queue.pop(bisect_left(queue, heappop(leaving)[1]))
        for each in together:
            insort(queue, each.order)
            if each.ended_at is not None:
                heappush(leaving, (each.ended_at, each.order))
        for each in together:
            found[each.wait_id] = bisect_left(queue, each.order) + 1
    return found


def bounds(table: Sequence[Sequence[float]], place: int) -> tuple[float, float] | None:
    """Low and high for a place, from rows of place, low and high in order; outward between rows.

    None beyond the last row.
    """
    after = bisect_left(table, float(place), key=lambda row: row[0])
    if after == len(table):
        return None
    before = after if table[after][0] == place else max(0, after - 1)
    return float(table[before][1]), float(table[after][2])


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
