"""The course of a number: its points, what they are called, and how each moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .scoring import change
from .stretches import Step
from .telling import Point, Score


def compared(points: Iterable[Point]) -> list[Point]:
    """The points, each with its change against the last one before it that has a score."""
    found: list[Point] = []
    before: Score | None = None
    for point in points:
        if isinstance(point.told, Score):
            moved = change(point.told, before) if before else None
            found.append(point._replace(change=moved))
            before = point.told
        else:
            found.append(point)
    return found


def round_label(wave: Mapping[str, Any]) -> str:
    """What a round is called."""
    return _("Round %(number)s") % {"number": wave["number"]}


def stretch_label(first: date, step: str) -> str:
    """What a month or a week is called."""
    return date_format(first, "M Y") if step == Step.MONTH else date_format(first, "d/m/y")


def a_year_before(day: date) -> date:
    """The first day of the month eleven months ago: twelve months with this one."""
    months = day.year * 12 + day.month - 12
    return date(months // 12, months % 12 + 1, 1)
