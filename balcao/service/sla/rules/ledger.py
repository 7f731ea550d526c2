"""From a clock's start, target and pauses to its due date and the next step on its ladder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from balcao.register.calendars import rules as calendars
from balcao.register.calendars.rules import BusinessCalendar, Pause

from .ladder import PERCENTS
from .promises import State


class Cause(StrEnum):
    """Why a clock stands still."""

    STATUS = "status"
    AGREEMENT = "agreement"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class Hold:
    """One pause as kept: until `to_at`, which may lie ahead, or without a known end."""

    from_at: datetime
    to_at: datetime | None
    cause: str
    reason: str


@dataclass(frozen=True, slots=True)
class Timing:
    """What follows from the ledger. Without a due date the clock is paused with no end in sight."""

    state: State
    due_at: datetime | None
    next_at: datetime | None


def timing(
    calendar: BusinessCalendar,
    start: datetime,
    target: timedelta,
    holds: Iterable[Hold],
    step: int = 0,
) -> Timing:
    """State, due date and the instant of the first step above `step` percent.

    An open pause that began after the due date changes nothing any more.
    """
    pauses = pauses_of(holds)
    try:
        due_at = calendars.due_at(calendar, start, target, pauses)
    except calendars.OutOfReach:
        return Timing(State.PAUSED, None, None)
    return Timing(State.RUNNING, due_at, _step_at(calendar, start, target, pauses, step))


def reached_at(
    calendar: BusinessCalendar,
    start: datetime,
    target: timedelta,
    holds: Iterable[Hold],
    percent: int,
) -> datetime:
    """When so much of the target had run. OutOfReach behind a pause without end."""
    return calendars.due_at(calendar, start, target * percent / 100, pauses_of(holds))


def pauses_of(holds: Iterable[Hold]) -> list[Pause]:
    """The pauses as calendars reckon with them; each bears its cause and reason as `cause:reason`."""
    return [Pause(hold.from_at, hold.to_at, f"{hold.cause}:{hold.reason}") for hold in holds]


def _step_at(
    calendar: BusinessCalendar,
    start: datetime,
    target: timedelta,
    pauses: Sequence[Pause],
    after: int,
) -> datetime | None:
    percent = next((p for p in PERCENTS if p > after), None)
    if percent is None:
        return None
    return calendars.due_at(calendar, start, target * percent / 100, pauses)
