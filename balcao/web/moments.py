"""Instants that people choose: what a field holds, and those that are offered."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.errors import Invalid

MORNING = time(9)


class Moment(NamedTuple):
    """An instant that is offered."""

    label: str | Promise
    at: datetime


def read(text: str) -> datetime | None:
    """What a date and time field holds, on the reader's wall; None for nothing."""
    if not text.strip():
        return None
    try:
        told = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(_("Give a day and an hour.")) from None
    return told if told.tzinfo else timezone.make_aware(told)


def read_day(text: str) -> date | None:
    """What a date field holds; None for nothing."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(_("Give a day.")) from None


def start(day: date) -> datetime:
    """When this day begins, on the reader's wall."""
    return timezone.make_aware(datetime.combine(day, time()))


def morning(day: date) -> datetime:
    """When work begins that day, on the reader's wall."""
    return timezone.make_aware(datetime.combine(day, MORNING))


def suggested() -> list[Moment]:
    """When people want to come back to something, the nearest first."""
    here = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
    today = here.date()
    monday = today + timedelta(days=7 - today.weekday())
    found = [
        Moment(_("In an hour"), here + timedelta(hours=1)),
        Moment(_("In three hours"), here + timedelta(hours=3)),
        Moment(_("Tomorrow morning"), morning(today + timedelta(days=1))),
        Moment(_("Monday morning"), morning(monday)),
        Moment(_("In a week"), morning(today + timedelta(days=7))),
    ]
    return [one for n, one in enumerate(found) if one.at not in [other.at for other in found[:n]]]
