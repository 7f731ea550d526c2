"""A clock's ledger told shortly: runs of ordinary working days as one line, and nothing else lost."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from balcao.register.calendars.rules import State

FEWEST_DAYS = 3
"""So many ordinary days in a row are told as one line; fewer are told as they were."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One interval of a clock in the reader's words; `counted` is the target used up by its end.

    `is_plain` is a day like any other: its opening hours, or closed outside them.
    """

    from_at: datetime
    to_at: datetime
    state: str
    words: str
    counted: timedelta
    is_ahead: bool
    is_plain: bool = False

    @property
    def seconds(self) -> float:
        """Its length."""
        return (self.to_at - self.from_at).total_seconds()


class Days(NamedTuple):
    """So many days on each of which so many seconds counted."""

    days: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Fold:
    """Stretches told as one: `ran` are the days that counted, by how long, the most frequent first.

    Seconds are those of the stretches behind it, by their state. `pauses` and `closures` (holidays
    and exceptional days) are above zero only where a whole month is told at once.
    """

    from_at: datetime
    to_at: datetime
    counted: timedelta
    is_ahead: bool
    ran: tuple[Days, ...]
    running_seconds: float
    paused_seconds: float
    closed_seconds: float
    pauses: int
    closures: int

    @property
    def days(self) -> int:
        """On how many days something counted."""
        return sum(told.days for told in self.ran)


Line = Stretch | Fold


def folded(stretches: Sequence[Stretch], zone: ZoneInfo, most: int) -> list[Line]:
    """The same ledger in fewer lines, contiguous, with every sum as it was.

    Runs of ordinary days are one line each; what begins, ends or interrupts them stands singly. Where
    that is still more than `most` lines, months are told whole, the oldest first, as many as it takes.
    """
    months = [list(of) for _month, of in groupby(stretches, lambda one: _month_of(one, zone))]

    def told(whole: int) -> list[Line]:
        rest = [one for of in months[whole:] for one in of]
        return [
            *(_fold(of, zone) for of in months[:whole]),
            *_days_folded(rest, zone, is_begun=bool(whole)),
        ]

    fewest = bisect_left(range(len(months)), 1, key=lambda whole: len(told(whole)) <= most)
    return told(fewest)


def _days_folded(stretches: Sequence[Stretch], zone: ZoneInfo, *, is_begun: bool) -> Iterator[Line]:
    at = 0
    for (is_plain, _ahead), of in groupby(stretches, lambda one: (one.is_plain, one.is_ahead)):
        run = list(of)
        first, last = at == 0 and not is_begun, at + len(run) == len(stretches)
        at += len(run)
        span = _whole(run, zone, first=first, last=last) if is_plain else None
        if span is None:
            yield from run
            continue
        yield from run[: span.start]
        yield _fold(run[span.start : span.stop], zone)
        yield from run[span.stop :]


def _whole(run: Sequence[Stretch], zone: ZoneInfo, *, first: bool, last: bool) -> range | None:
    """Which of these are ordinary days with nothing cut off, and what is closed around them.

    Where the clock begins and ends stands singly. None for too few days.
    """
    begins, ends = run[0].from_at, run[-1].to_at
    found = [
        (place, day)
        for place, one in enumerate(run)
        if one.state == State.RUNNING
        and _midnight(day := _day_of(one, zone), zone) >= begins
        and _midnight(day + _DAY, zone) <= ends
    ]
    if len({day for _place, day in found}) < FEWEST_DAYS:
        return None
    start, stop = found[0][0], found[-1][0] + 1
    if start > (1 if first else 0):
        start -= 1
    if stop < len(run) - (1 if last else 0):
        stop += 1
    return range(start, stop)


def _fold(of: Sequence[Stretch], zone: ZoneInfo) -> Fold:
    by_day, seconds = defaultdict[date, float](float), defaultdict[str, float](float)
    for one in of:
        seconds[one.state] += one.seconds
        if one.state == State.RUNNING:
            by_day[_day_of(one, zone)] += one.seconds
    lengths = Counter(by_day.values())
    ran = sorted(lengths.items(), key=lambda told: (-told[1], -told[0]))
    return Fold(
        of[0].from_at,
        of[-1].to_at,
        of[-1].counted,
        of[-1].is_ahead,
        tuple(Days(days, length) for length, days in ran),
        seconds[State.RUNNING],
        seconds[State.PAUSED],
        seconds[State.CLOSED],
        sum(one.state == State.PAUSED for one in of),
        sum(one.state == State.CLOSED and not one.is_plain for one in of),
    )


def _month_of(one: Stretch, zone: ZoneInfo) -> tuple[int, int, bool]:
    day = _day_of(one, zone)
    return day.year, day.month, one.is_ahead


def _day_of(one: Stretch, zone: ZoneInfo) -> date:
    return one.from_at.astimezone(zone).date()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
