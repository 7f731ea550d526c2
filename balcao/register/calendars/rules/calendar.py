"""A business calendar, compiled year by year into sorted openings with running sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .public_holidays import named_holidays

FIRST_YEAR, LAST_YEAR = 1970, 2099
SECOND = 1_000_000  # instants are whole microseconds since 1970, in UTC
HALF_DAY = timedelta(hours=12)
ONE_DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)


class Cause(StrEnum):
    """Why an interval of a ledger is open or closed."""

    HOURS = "hours"
    EXCEPTION = "exception"
    HOLIDAY = "holiday"
    OUTSIDE = "outside"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Opening:
    """From and to in seconds after the midnight of its day; past midnight `end` exceeds a day."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Holidays:
    """Where public holidays come from, with own ones added and others not kept.

    Own days are `YYYY-MM-DD`, or `MM-DD` for every year.
    """

    country: str = ""
    state: str = ""
    added: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Year:
    """The openings of one year of UTC, in order and disjoint, each with the time up to its end."""

    opens: list[int]
    closes: list[int]
    causes: list[Cause]
    upto: list[int]

    @property
    def total(self) -> int:
        """All open time of the year, in microseconds."""
        return self.upto[-1] if self.upto else 0


@dataclass(frozen=True, eq=False)
class BusinessCalendar:
    """A named calendar with its zone, as `read` makes it. Compiled years are kept with it."""

    name: str
    zone: ZoneInfo
    weekly: tuple[tuple[Opening, ...], ...]
    holidays: Holidays
    exceptions: Mapping[date, tuple[Opening, ...]]
    _years: dict[int, Year] = field(default_factory=dict, repr=False)
    _names: dict[int, Mapping[date, str]] = field(default_factory=dict, repr=False)

    def holidays_of(self, year: int) -> Mapping[date, str]:
        """Every holiday of the year by name, own ones included, in order; a name may be empty."""
        found = self._names.get(year)
        if found is None:
            found = self._names[year] = self._named(year)
        return found

    def _named(self, year: int) -> Mapping[date, str]:
        told = self.holidays
        by_law = named_holidays(told.country, told.state, year) if told.country else {}
        days = dict(by_law)
        for text, name in told.added.items():
            day = day_of(text, year)
            if day is not None:
                days[day] = name or days.get(day, "")
        removed = {day_of(text, year) for text in told.removed}
        return {day: days[day] for day in sorted(days) if day not in removed}

    def openings_of(self, day: date) -> tuple[Opening, ...]:
        """The openings that begin on that day."""
        exceptional = self.exceptions.get(day)
        if exceptional is not None:
            return exceptional
        if day in self.holidays_of(day.year):
            return ()
        return self.weekly[day.weekday()]

    def year(self, year: int) -> Year:
        """The openings within one year of UTC; empty outside of what calendars know."""
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self._compiled(year)
        return found

    def _compiled(self, year: int) -> Year:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return Year([], [], [], [])
        first = datetime(year, 1, 1, tzinfo=UTC)
        last = datetime(year + 1, 1, 1, tzinfo=UTC)
        wall = list(self._on_the_wall(first.date() - 3 * ONE_DAY, last.date() + 3 * ONE_DAY))
        pieces: list[tuple[int, int, Cause]] = []
        for since, until, offset in _offsets(self.zone, first, last):
            for start, end, cause in wall:
                opened, closed = max(start - offset, since), min(end - offset, until)
                if opened < closed:
                    pieces.append((opened, closed, cause))
        return _summed(pieces)

    def _on_the_wall(self, first: date, last: date) -> Iterator[tuple[int, int, Cause]]:
        """Openings in microseconds of wall clock, as if the zone were UTC."""
        day = first
        while day <= last:
            cause = Cause.EXCEPTION if day in self.exceptions else Cause.HOURS
            midnight = (day.toordinal() - _EPOCH_DAY) * 86_400
            for opening in self.openings_of(day):
                start, end = midnight + opening.start, midnight + opening.end
                yield start * SECOND, end * SECOND, cause
            day += ONE_DAY


def instant(at: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    return (at - EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The instant in UTC of that many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=at)


def day_of(text: str, year: int) -> date | None:
    """That day in that year; None when it belongs to another, or has no such day."""
    try:
        day = date.fromisoformat(text if len(text) == 10 else f"{year}-{text}")
    except ValueError:
        return None
    return day if day.year == year else None


def _summed(pieces: list[tuple[int, int, Cause]]) -> Year:
    opens, closes, causes, upto = [], [], [], []
    total = 0
    for opened, closed, cause in pieces:
        total += closed - opened
        opens.append(opened)
        closes.append(closed)
        causes.append(cause)
        upto.append(total)
    return Year(opens, closes, causes, upto)


def _offsets(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[tuple[int, int, int]]:
    """Spans of one offset from UTC: since, until and the offset, in microseconds.

    Two changes of clock within half a day would pass unseen: no zone has had them.
    """
    since, offset = first, _offset(zone, first)
    at = first
    while at < last:
        then = min(at + HALF_DAY, last)
        if _offset(zone, then) != offset:
            change = changed_at(zone, at, then)
            yield instant(since), instant(change), offset
            since, offset = change, _offset(zone, change)
        at = then
    if since < last:
        yield instant(since), instant(last), offset


def _offset(zone: ZoneInfo, at: datetime) -> int:
    away = at.astimezone(zone).utcoffset()
    assert away is not None
    return away // _MICROSECOND


def changed_at(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the offset of `before` ends."""
    offset = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after
