"""Jobs at the instants of deadlines.

A job for every deadline of every clock would be a queue of its own; so a sweep looks ahead every
ten seconds and makes one job for each instant that comes before the next sweep has looked, and
who brings a nearer one makes its job at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from balcao.core import clock
from balcao.core.sql import row, rows
from balcao.events.live import is_hushed

QUEUE = "deadlines"
SWEEP = "sla.sweep"
FIRE = "sla.fire"
PRIORITY = 10
AHEAD = timedelta(seconds=25)
GRAIN = timedelta(milliseconds=200)  # deadlines so near each other share a job


def expect(instants: Iterable[datetime | None]) -> None:
    """At commit, have a job at each of these instants that comes before a sweep would see it."""
    told = [at for at in instants if at is not None]
    if not told or is_hushed():
        return
    horizon = clock.now() + AHEAD
    near = sorted({rounded(at) for at in told if at <= horizon})
    if near:
        transaction.on_commit(lambda: defer(near), robust=True)


def look_ahead() -> int:
    """Make the jobs of the deadlines that come next, if they are not there; how many instants."""
    horizon = present() + AHEAD
    found = rows(
        "SELECT next_at AS at FROM sla_clock WHERE next_at <= %(horizon)s"
        " UNION SELECT tell_at FROM sla_alert WHERE told_at IS NULL AND tell_at <= %(horizon)s",
        {"horizon": horizon},
    )
    instants = sorted({rounded(line["at"]) for line in found})
    defer(instants)
    return len(instants)


def defer(instants: Iterable[datetime]) -> None:
    """One job at each instant, unless it waits already."""
    from procrastinate.contrib.django import app

    locks = {_lock(at): at for at in instants}
    waiting = ProcrastinateJob.objects.filter(queueing_lock__in=locks, status="todo")
    for lock in waiting.values_list("queueing_lock", flat=True):
        locks.pop(str(lock), None)
    for lock, at in locks.items():
        task = app.configure_task(
            FIRE, queue=QUEUE, queueing_lock=lock, schedule_at=at, priority=PRIORITY
        )
        try:
            task.defer()
        except AlreadyEnqueued:
            continue


def present() -> datetime:
    """The database's clock, which all workers share; a machine's own may jump."""
    found = row("SELECT clock_timestamp() AS now")
    assert found is not None
    at: datetime = found["now"]
    return at


def rounded(at: datetime) -> datetime:
    """The end of the grain in which this instant lies."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + -(-(at - epoch) // GRAIN) * GRAIN


def _lock(at: datetime) -> str:
    return f"deadline:{int(at.timestamp() * 10)}"
