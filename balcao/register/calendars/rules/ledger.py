"""The ledger of intervals behind a due date: what counted, what did not, and why."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from .arithmetic import Pause, checked, due_at
from .calendar import ONE_DAY, BusinessCalendar, Cause, moment


class State(StrEnum):
    """Only running time counts. Closed time is closed, paused or not: it would not have counted."""

    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Interval:
    """One stretch of a ledger. `detail` is the holiday's name or the pause's own reason."""

    from_at: datetime
    to_at: datetime
    state: State
    cause: Cause
    detail: str = ""

    @property
    def length(self) -> timedelta:
        """From its beginning to its end on a clock that never stops."""
        return self.to_at - self.from_at

    @property
    def seconds(self) -> float:
        """Its length in seconds."""
        return self.length.total_seconds()

    @property
    def reason(self) -> str:
        """Why, in words of the reader's language."""
        return _worded(self)


def explained(
    calendar: BusinessCalendar, start: datetime, target: timedelta, pauses: Iterable[Pause] = ()
) -> list[Interval]:
    """Contiguous intervals from the start to the due date; the running ones sum up to the target.

    Refuses what `due_at` refuses.
    """
    told = list(pauses)
    return ledger(calendar, start, due_at(calendar, start, target, told), told)


def ledger(
    calendar: BusinessCalendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()
) -> list[Interval]:
    """Contiguous intervals from an instant to another, neighbours alike made one; times in UTC."""
    checked(start)
    checked(end)
    found: list[Interval] = []
    told = _in_order(pauses)
    for piece in _open_and_closed(calendar, start.astimezone(UTC), end.astimezone(UTC)):
        split = _paused(piece, told) if piece.state is State.RUNNING else (piece,)
        for interval in split:
            if found and _alike(found[-1], interval):
                interval = _joined(found.pop(), interval)
            found.append(interval)
    return found


def _open_and_closed(
    calendar: BusinessCalendar, start: datetime, end: datetime
) -> Iterator[Interval]:
    at = start
    for opened, closed, cause in _openings(calendar, start, end):
        if at < opened:
            yield from _closed(calendar, at, opened)
        yield Interval(max(at, opened), min(closed, end), State.RUNNING, cause)
        at = min(closed, end)
    if at < end:
        yield from _closed(calendar, at, end)


def _openings(
    calendar: BusinessCalendar, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, Cause]]:
    for number in range(start.year, end.year + 1):
        year = calendar.year(number)
        first = bisect_right(year.closes, checked(start)) if number == start.year else 0
        for place in range(first, len(year.opens)):
            opened = moment(year.opens[place])
            if opened >= end:
                return
            yield opened, moment(year.closes[place]), year.causes[place]


def _closed(calendar: BusinessCalendar, start: datetime, end: datetime) -> Iterator[Interval]:
    """A closed stretch, cut at the midnights of the calendar's zone where its cause changes."""
    day, at = start.astimezone(calendar.zone).date(), start
    while at < end:
        next_day = datetime.combine(day + ONE_DAY, time(), calendar.zone).astimezone(UTC)
        until = min(next_day, end)
        if at < until:
            if day in calendar.exceptions:
                yield Interval(at, until, State.CLOSED, Cause.EXCEPTION)
            elif day in calendar.holidays_of(day.year):
                name = calendar.holidays_of(day.year)[day]
                yield Interval(at, until, State.CLOSED, Cause.HOLIDAY, name)
            else:
                yield Interval(at, until, State.CLOSED, Cause.OUTSIDE)
            at = until
        day += ONE_DAY


def _in_order(pauses: Iterable[Pause]) -> list[Pause]:
    return sorted(pauses, key=lambda pause: pause.from_at)


def _paused(piece: Interval, pauses: Sequence[Pause]) -> Iterator[Interval]:
    """A running stretch with the pauses taken out; of two at once the one begun first is told."""
    at = piece.from_at
    for pause in pauses:
        began = max(at, pause.from_at.astimezone(UTC))
        ended = piece.to_at if pause.to_at is None else min(piece.to_at, pause.to_at)
        ended = ended.astimezone(UTC)
        if began >= ended:
            continue
        if at < began:
            yield Interval(at, began, State.RUNNING, piece.cause)
        yield Interval(began, ended, State.PAUSED, Cause.PAUSE, pause.reason)
        at = ended
    if at < piece.to_at:
        yield Interval(at, piece.to_at, State.RUNNING, piece.cause)


def _alike(one: Interval, other: Interval) -> bool:
    return (one.state, one.cause, one.detail) == (other.state, other.cause, other.detail)


def _joined(one: Interval, other: Interval) -> Interval:
    return Interval(one.from_at, other.to_at, one.state, one.cause, one.detail)


def _worded(interval: Interval) -> str:
    if interval.cause is Cause.PAUSE:
        return interval.detail or _("paused")
    if interval.cause is Cause.HOLIDAY:
        if not interval.detail:
            return _("holiday")
        return _("holiday: %(name)s") % {"name": interval.detail}
    if interval.cause is Cause.HOURS:
        return _("opening hours")
    if interval.cause is Cause.OUTSIDE:
        return _("outside opening hours")
    if interval.state is State.RUNNING:
        return _("opening hours of an exceptional day")
    return _("closed on an exceptional day")
