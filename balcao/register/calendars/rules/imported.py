"""Holidays out of an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from balcao.core.errors import Invalid

from .calendar import FIRST_YEAR, LAST_YEAR, ONE_DAY

if TYPE_CHECKING:
    from icalendar import Component

MAX_BYTES = 1_000_000
MAX_DAYS_OF_ONE = 62
MAX_DAYS_IN_ALL = 2_000
YEARS_AHEAD = 10


class WrongFile(Invalid):
    """A file that holds no holidays, with the reason."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Days by `YYYY-MM-DD`, or `MM-DD` for every year, with names; and how much was left aside."""

    days: dict[str, str]
    skipped: int


def read_icalendar(content: bytes, today: date) -> Imported:
    """The whole-day events of the file.

    Events with an hour, cancelled or longer than two months are left aside and counted. What comes
    again each year on the same date is one day for every year; other repetitions are written out
    from last year's beginning on, for ten years.
    """
    days: dict[str, str] = {}
    skipped = 0
    for event in _events(content):
        found = _told(event, date(today.year - 1, 1, 1))
        skipped += not found
        name = " ".join(str(event.get("SUMMARY", "")).split())[:80]
        days.update(dict.fromkeys(found, name))
        if len(days) > MAX_DAYS_IN_ALL:
            raise WrongFile(_("These are more than %(most)s days.") % {"most": MAX_DAYS_IN_ALL})
    if not days:
        raise WrongFile(_("There is no whole-day event in this file."))
    return Imported(dict(sorted(days.items())), skipped)


def _events(content: bytes) -> Iterator[Component]:
    from icalendar import Calendar

    if len(content) > MAX_BYTES:
        raise WrongFile(_("The file is larger than 1 MB."))
    try:
        parsed = Calendar.from_ical(content, multiple=True)
        yield from [event for told in parsed for event in told.walk("VEVENT")]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        # What the parser raises on a broken file is whatever it stumbled over.
        raise WrongFile(_("This is no iCalendar file.")) from None


def _told(event: Component, since: date) -> list[str]:
    try:
        return list(_days(event, since))
    except ValueError:  # a property that the parser kept though it could not read it
        return []


def _days(event: Component, since: date) -> Iterator[str]:
    start = _date(event, "DTSTART")
    if start is None or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    length = _length(event, start)
    if not 1 <= length <= MAX_DAYS_OF_ONE:
        return
    rule = event.get("RRULE")
    if rule is not None and _is_yearly(rule, start):
        for place in range(length):
            yield (start + place * ONE_DAY).strftime("%m-%d")
        return
    for first in [start] if rule is None else _repeated(rule, start, since):
        for place in range(length):
            day = first + place * ONE_DAY
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                yield day.isoformat()


def _date(event: Component, name: str) -> date | None:
    """A property that is a date without an hour, else None."""
    told = getattr(event.get(name), "dt", None)
    return told if isinstance(told, date) and not isinstance(told, datetime) else None


def _length(event: Component, start: date) -> int:
    end = _date(event, "DTEND")
    if end is not None:
        return (end - start).days
    duration = getattr(event.get("DURATION"), "dt", None)
    return duration.days if isinstance(duration, timedelta) else 1


def _is_yearly(rule: Any, start: date) -> bool:
    """Whether it comes again each year on the very same date, for ever."""
    same = {"BYMONTH": start.month, "BYMONTHDAY": start.day, "INTERVAL": 1}
    told = {str(key).upper(): value for key, value in rule.items()}
    if [str(value).upper() for value in told.pop("FREQ", [])] != ["YEARLY"]:
        return False
    told.pop("WKST", None)
    return all(
        name in same and [int(value) for value in values] == [same[name]]
        for name, values in told.items()
    )


def _repeated(rule: Any, start: date, since: date) -> list[date]:
    from dateutil.rrule import rrulestr

    try:
        first = datetime(start.year, start.month, start.day)
        text = rule.to_ical().decode().replace("Z", "")
        dates = rrulestr(text, dtstart=first)
        until = datetime(since.year + YEARS_AHEAD + 1, 12, 31)
        found: list[date] = []
        for at in dates.xafter(datetime(since.year, 1, 1), count=MAX_DAYS_IN_ALL + 1, inc=True):
            if at > until:
                break
            found.append(at.date())
    except (ValueError, TypeError, OverflowError):
        return []
    return found
