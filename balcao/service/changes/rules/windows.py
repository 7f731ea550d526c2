"""When changes happen: their windows, where two meet, and the days of a calendar."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.text import fold, one_line

LONGEST = timedelta(days=31)
SERVICES_MOST, SERVICE_MOST = 20, 60


class ServiceName(NamedTuple):
    """What a change touches, as written and as compared."""

    name: str
    key: str


def overlap(
    one: tuple[datetime, datetime], other: tuple[datetime, datetime]
) -> tuple[datetime, datetime] | None:
    """The time both have in common; None where they only touch or don't meet."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def problems_of_window(
    starts_at: datetime | None, ends_at: datetime | None
) -> dict[str, str | Promise]:
    """What is wrong with a window, by field; one without any instant is right, it isn't set yet."""
    if starts_at is None and ends_at is None:
        return {}
    if starts_at is None or ends_at is None:
        return {"starts_at": _("Say from when until when.")}
    if ends_at <= starts_at:
        return {"ends_at": _("It ends before it begins.")}
    if ends_at - starts_at > LONGEST:
        return {"ends_at": _("A window of more than 31 days is none.")}
    return {}


def services(told: Iterable[str]) -> list[ServiceName]:
    """Names of what is touched, each once in whatever spelling, in order; twenty at most."""
    found: dict[str, str] = {}
    for name in told:
        bare = " ".join(one_line(name, SERVICE_MOST).split())
        if bare:
            found.setdefault(fold(bare), bare)
    return [ServiceName(name, key) for key, name in found.items()][:SERVICES_MOST]


def months(day: date, by: int) -> date:
    """The first day of the month so many months away."""
    n = day.year * 12 + day.month - 1 + by
    return date(n // 12, n % 12 + 1, 1)


def days(month: date) -> list[list[date]]:
    """The weeks that a month's page shows, from Sunday, whole."""
    return calendar.Calendar(firstweekday=6).monthdatescalendar(month.year, month.month)


def week(day: date) -> list[date]:
    """The seven days of the week in which a day lies, from Sunday."""
    first = day - timedelta(days=(day.weekday() + 1) % 7)
    return [first + timedelta(days=n) for n in range(7)]
