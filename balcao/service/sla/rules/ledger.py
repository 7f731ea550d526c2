"""From a clock's start, target and pauses to its due date and the next step on its ladder."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest

from balcao.register.calendars import rules as calendars
from balcao.register.calendars.rules import BusinessCalendar, Pause

from .ladder import PERCENTS
from .promises import State, Target


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
    target: Target,
    holds: Iterable[Hold],
    step: int = 0,
) -> Timing:
    """State, due date and the instant of the first step above `step` percent.

    Business days are due as the last of them closes; a pause moves that by the open time paused,
    and the steps come at parts of the open time until then. An open pause that began after the
    due date changes nothing any more.
    """
    pauses = pauses_of(holds)
    try:
        length = calendars.working_time(calendar, start, target)
        due_at = calendars.due_at(calendar, start, length, pauses)
    except calendars.OutOfReach:
        return Timing(State.PAUSED, None, None)
    percent = next((p for p in PERCENTS if p > step), None)
    if percent is None:
        return Timing(State.RUNNING, due_at, None)
    next_at = calendars.due_at(calendar, start, length * percent / 100, pauses)
    return Timing(State.RUNNING, due_at, next_at)


def reached_at(
    calendar: BusinessCalendar,
    start: datetime,
    target: Target,
    holds: Iterable[Hold],
    percent: int,
) -> datetime:
    """When so much of the target had run. OutOfReach behind a pause without end."""
    length = calendars.working_time(calendar, start, target)
    return calendars.due_at(calendar, start, length * percent / 100, pauses_of(holds))


def holds_of(
    changes: Iterable[tuple[datetime, str]], pauses_on: Collection[str], start: datetime
) -> list[Hold]:
    """The pauses that follow from a ticket's statuses, in order, since that start.

    Each change is an instant and the status from then on; the last one goes on.
    """
    told = list(changes)
    ends = [at for at, _status in told[1:]]
    found = []
    for (at, status), end in zip_longest(told, ends):
        if status in pauses_on and (end is None or end > max(at, start)):
            found.append(Hold(max(at, start), end, Cause.STATUS, status))
    return found


def pauses_of(holds: Iterable[Hold]) -> list[Pause]:
    """The pauses as calendars reckon with them; each bears its cause and reason as `cause:reason`."""
    return [Pause(hold.from_at, hold.to_at, f"{hold.cause}:{hold.reason}") for hold in holds]
