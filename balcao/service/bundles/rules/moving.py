from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .content import Task


class State(StrEnum):
    """Where a task stands."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


STATE_LABELS: list[tuple[str, str | Promise]] = [
    (State.WAITING, _("Waits for others")),
    (State.OPEN, _("To be done")),
    (State.DONE, _("Done")),
    (State.SKIPPED, _("Not needed")),
]
SETTLED = frozenset({State.DONE, State.SKIPPED})


def ready(tasks: Sequence[Task], states: Mapping[str, str]) -> list[Task]:
    """The tasks that wait no longer: all they come after is done, or not needed here."""
    return [
        task
        for task in tasks
        if states[task.key] == State.WAITING
        and all(states[before] in SETTLED for before in task.after)
    ]


def due_on(
    key_date: date | None, days: int | None, is_business: Callable[[date], bool]
) -> date | None:
    """The day so many business days after the key date, before it when negative; None without one.

    Whether the key date itself is one makes no difference. ValueError where a year has no business day.
    """
    if key_date is None or days is None:
        return None
    day, left, step = key_date, abs(days), timedelta(days=1 if days >= 0 else -1)
    unlucky = 0
    while left:
        day += step
        is_counted = is_business(day)
        left -= is_counted
        unlucky = 0 if is_counted else unlucky + 1
        if unlucky > 366:
            raise ValueError("no business day within a year")
    return day
