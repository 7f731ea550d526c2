"""Working time: from a start and a target to a due date, and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from balcao.core.errors import Invalid

from .calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    ONE_DAY,
    BusinessCalendar,
    Opening,
    Year,
    changed_at,
    instant,
    moment,
)
from .targets import BusinessDays

HORIZON_YEARS = 20
ZERO = timedelta()


class OutOfReach(Invalid):
    """There is no such instant: a pause without end, or openings that come to an end."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count, from an instant until another, or without a known end."""

    from_at: datetime
    to_at: datetime | None
    reason: str = ""


def due_at(
    calendar: BusinessCalendar, start: datetime, target: timedelta, pauses: Iterable[Pause] = ()
) -> datetime:
    """The first instant, in UTC, by which `target` of open and unpaused time has passed.

    OutOfReach when a pause without end comes first, or within 20 years the openings don't suffice.
    """
    left = target // timedelta(microseconds=1)
    if left < 0:
        raise ValueError("a target can't be negative")
    at = checked(start)
    for stop, resume in merged(pauses, at):
        reached, left = _forward(calendar, at, left, stop)
        if reached is not None:
            return moment(reached)
        if resume is None:
            raise OutOfReach(_("It is paused without a known end, so there is no due date."))
        at = resume
    reached, left = _forward(calendar, at, left, None)
    if reached is None:
        raise out_of_reach(calendar)
    return moment(reached)


def worked(
    calendar: BusinessCalendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()
) -> timedelta:
    """The open and unpaused time between two instants; none when the end comes first."""
    at, until = checked(start), checked(end)
    counted = 0
    for stop, resume in merged(pauses, at):
        if stop >= until:
            break
        counted += _between(calendar, at, stop)
        at = until if resume is None else resume
    return timedelta(microseconds=counted + _between(calendar, at, until))


def is_open(calendar: BusinessCalendar, at: datetime) -> bool:
    """Whether that instant lies within an opening; the end of an opening does not."""
    told = checked(at)
    year = calendar.year(moment(told).year)
    found = bisect_right(year.closes, told)
    return found < len(year.opens) and year.opens[found] <= told


def next_opening(calendar: BusinessCalendar, at: datetime) -> datetime:
    """The first open instant from then on, in UTC: that very one when open.

    OutOfReach when there is none within 20 years.
    """
    told = checked(at)
    for number in _years(told):
        year = calendar.year(number)
        found = bisect_right(year.closes, told)
        if found < len(year.opens):
            return moment(max(told, year.opens[found]))
    raise out_of_reach(calendar)


def business_day_after(calendar: BusinessCalendar, on: date, days: int) -> date:
    """The day that many business days later; a business day is one on which an opening begins.

    The day itself does not count, whether it is one or not, nor one whose openings all lie within
    hours that a change of clock skips. OutOfReach when there is none.
    """
    day, last = on, min(on.year + HORIZON_YEARS, LAST_YEAR)
    while days > 0 and day.year <= last:
        day += ONE_DAY
        days -= any(_span(calendar, day, told) for told in calendar.openings_of(day))
    if day.year > last:
        raise out_of_reach(calendar)
    return day


def due_after_days(
    calendar: BusinessCalendar, start: datetime, days: int, pauses: Iterable[Pause] = ()
) -> datetime:
    """The end, in UTC, of the last opening of the day that many business days after the start.

    A pause moves it by exactly the open time that was paused: three hours of Tuesday paused are
    three hours of the next opening. Paused while closed moves nothing. OutOfReach as in `due_at`.
    """
    return due_at(calendar, start, working_time(calendar, start, BusinessDays(days)), pauses)


def working_time(
    calendar: BusinessCalendar, start: datetime, target: timedelta | BusinessDays
) -> timedelta:
    """The open time that a target comes to from that start: of business days, up to their end."""
    if not isinstance(target, BusinessDays):
        return target
    return worked(calendar, start, _end_of_days(calendar, start, target.days))


def _end_of_days(calendar: BusinessCalendar, start: datetime, days: int) -> datetime:
    checked(start)
    day = business_day_after(calendar, start.astimezone(calendar.zone).date(), days)
    spans = [_span(calendar, day, told) for told in calendar.openings_of(day)]
    return max((span[1] for span in spans if span), default=start)


def _span(
    calendar: BusinessCalendar, day: date, opening: Opening
) -> tuple[datetime, datetime] | None:
    """From when to when an opening of that day lasts, in UTC; None when the clock skips it all."""
    midnight = datetime.combine(day, time())
    begins, _again = _on_the_wall(calendar, midnight + timedelta(seconds=opening.start))
    _once, ends = _on_the_wall(calendar, midnight + timedelta(seconds=opening.end))
    return (begins, ends) if begins < ends else None


def _on_the_wall(calendar: BusinessCalendar, wall: datetime) -> tuple[datetime, datetime]:
    """When the wall clock shows that for the first and the last time; if never, as it jumps."""
    first, last = (wall.replace(tzinfo=calendar.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first > last:
        first = last = changed_at(calendar.zone, last, first)
    return first, last


def checked(at: datetime) -> int:
    """The instant in microseconds; refuses one without a zone, and years nobody knows."""
    if at.tzinfo is None:
        raise Invalid(_("An instant needs its offset from UTC."))
    if not FIRST_YEAR < at.year < LAST_YEAR:
        raise Invalid(
            _("Calendars know the years from %(first)s to %(last)s.")
            % {"first": FIRST_YEAR + 1, "last": LAST_YEAR - 1}
        )
    return instant(at)


def out_of_reach(calendar: BusinessCalendar) -> OutOfReach:
    """That the openings of this calendar don't suffice, in words."""
    return OutOfReach(
        _("“%(name)s” has too few openings within %(years)s years, so there is no due date.")
        % {"name": calendar.name, "years": HORIZON_YEARS}
    )


def merged(pauses: Iterable[Pause], start: int) -> Iterator[tuple[int, int | None]]:
    """Pauses that matter from `start` on, in order and disjoint; None is a pause without end."""
    stop: int | None = None
    resume = start
    for began, ended in sorted(_spans(pauses, start), key=lambda span: span[0]):
        if stop is not None and began <= resume:
            if ended is None:
                yield stop, None
                return
            resume = max(resume, ended)
            continue
        if stop is not None:
            yield stop, resume
        if ended is None:
            yield began, None
            return
        stop, resume = began, ended
    if stop is not None:
        yield stop, resume


def _spans(pauses: Iterable[Pause], start: int) -> list[tuple[int, int | None]]:
    found: list[tuple[int, int | None]] = []
    for pause in pauses:
        began = checked(pause.from_at)
        ended = None if pause.to_at is None else checked(pause.to_at)
        if ended is not None and ended < began:
            raise Invalid(_("A pause can't end before it begins."))
        if ended is None or ended > max(start, began):
            found.append((max(start, began), ended))
    return found


def _forward(
    calendar: BusinessCalendar, at: int, left: int, stop: int | None
) -> tuple[int | None, int]:
    """Where `left` of open time is reached, until `stop`; or None and what is left there."""
    if stop is not None:
        available = _between(calendar, at, stop)
        if available < left:
            return None, left - available
    if left == 0:
        return at, 0
    for number in _years(at):
        year = calendar.year(number)
        goal = _upto(year, at) + left
        if goal <= year.total:
            found = bisect_left(year.upto, goal)
            return year.closes[found] - (year.upto[found] - goal), 0
        left = goal - year.total
    return None, left


def _between(calendar: BusinessCalendar, start: int, end: int) -> int:
    """Open time between two instants."""
    if end <= start:
        return 0
    first, last = moment(start).year, moment(end).year
    whole = sum(calendar.year(number).total for number in range(first, last))
    return whole + _upto(calendar.year(last), end) - _upto(calendar.year(first), start)


def _upto(year: Year, at: int) -> int:
    """Open time of the year before that instant."""
    found = bisect_right(year.closes, at)
    before = year.upto[found - 1] if found else 0
    return before + max(0, at - year.opens[found]) if found < len(year.opens) else before


def _years(at: int) -> range:
    first = moment(at).year
    return range(first, min(first + HORIZON_YEARS, LAST_YEAR) + 1)
