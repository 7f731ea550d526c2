"""When a customer waits for another area, and how long that is: pure, without database or clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from balcao.measures.quantiles import ranks
from balcao.register.calendars.rules import BusinessCalendar, worked
from balcao.service.tickets.rules import Status

FEWEST = 10
_OURS = frozenset({Status.NEW, Status.OPEN, Status.ON_HOLD})
_HALF = 0.5


class Span(NamedTuple):
    """A stretch of time, its end not included."""

    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Middle:
    """What half of the cases stay under, in seconds, and its interval of 95 %; an end nobody knows is None."""

    seconds: float
    low: float | None
    high: float | None


def is_waiting(outer: str, inner: str, *, waits: bool) -> bool:
    """True while the customer waits for the other area.

    Not while the word is the customer's, nor while it is with who asked: an area that has answered
    is waited for no longer, even before its ticket is resolved.
    """
    return waits and outer in _OURS and inner in _OURS


def clipped(spans: Iterable[Span], since: datetime, until: datetime) -> list[Span]:
    """What of these stretches lies in a period."""
    within = (Span(max(s.from_at, since), min(s.to_at, until)) for s in spans)
    return [span for span in within if span.from_at < span.to_at]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time without any instant told twice, in order."""
    told: list[Span] = []
    for span in sorted(spans):
        if span.from_at >= span.to_at:
            continue
        if told and span.from_at <= told[-1].to_at:
            told[-1] = Span(told[-1].from_at, max(told[-1].to_at, span.to_at))
        else:
            told.append(span)
    return told


def length(spans: Iterable[Span]) -> timedelta:
    """How long these stretches are by the clock on the wall, each instant counted once."""
    return sum((span.to_at - span.from_at for span in merged(spans)), timedelta())


def open_length(spans: Iterable[Span], calendar: BusinessCalendar | None) -> timedelta:
    """How much of them lies within the calendar's openings; all of it without a calendar."""
    if calendar is None:
        return length(spans)
    return sum((worked(calendar, *span) for span in merged(spans)), timedelta())


def middle(seconds: Sequence[float]) -> Middle | None:
    """The median with its interval (see `measures.quantiles.ranks`); None for fewer than ten cases."""
    if len(seconds) < FEWEST:
        return None
    ordered, places = sorted(seconds), ranks(len(seconds), _HALF)
    low, high = (
        None if place is None else ordered[place - 1] for place in (places.low, places.high)
    )
    return Middle(ordered[places.at - 1], low, high)
