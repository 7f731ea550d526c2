"""Months and weeks of a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Step(StrEnum):
    """How long the stretches of a trend are."""

    MONTH = "month"
    WEEK = "week"


def stretches(since: date, until: date, step: str) -> Iterator[tuple[date, date]]:
    """The months, or weeks from Monday on, between two days, both included; cut at the ends."""
    first = since
    while first <= until:
        last = min(until, _last(first, Step(step)))
        yield first, last
        first = last + timedelta(days=1)


def _last(day: date, step: Step) -> date:
    if step is Step.WEEK:
        return day + timedelta(days=6 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def begin_of(day: date, step: str) -> date:
    """The first day of the whole month, or the Monday of the week, that a day lies in."""
    return day.replace(day=1) if step == Step.MONTH else day - timedelta(days=day.weekday())


class Instants(NamedTuple):
    """From when until when, the latter not included."""

    begins: datetime
    ends: datetime


def instants(first: date, last: date, zone: str) -> Instants:
    """When the days from first to last begin and end in a zone."""
    there = ZoneInfo(zone)
    return Instants(
        datetime.combine(first, time(), there),
        datetime.combine(last + timedelta(days=1), time(), there),
    )
