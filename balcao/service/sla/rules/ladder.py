"""Who is told how far a promise has run: assignee, then supervisors, then the manager."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

PERCENTS = (50, 80, 100)
LATE_AFTER = timedelta(seconds=30)


def receivers(
    percent: int, assignee: int | None, supervisors: Sequence[int], manager: int | None
) -> list[int]:
    """Persons told at this step, nobody twice: each step adds a rung.

    An empty rung is stepped over upwards, so that a warning about an unassigned ticket reaches
    the supervisors, and one in a team without supervisors the manager.
    """
    rungs = [[assignee] if assignee else [], list(supervisors), [manager] if manager else []]
    wanted = rungs[: PERCENTS.index(percent) + 1]
    for rung in rungs[len(wanted) :]:
        if wanted[-1]:
            break
        wanted.append(rung)
    return list(dict.fromkeys(person for rung in wanted for person in rung))


def is_late(at: datetime, fired_at: datetime) -> bool:
    """True for a step told so long after its instant that no one was there to tell it."""
    return fired_at - at > LATE_AFTER
