"""Jobs at the instants of deadlines, for every room that has them.

A job for every deadline would be a queue of its own; so a room's sweep looks ahead every ten
seconds and makes one job for each instant that comes before the next sweep has looked, and who
brings a nearer one makes its job at once. A deadline carries no lock: whoever finds it due first
handles it, so every such job bears running twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from balcao.core import clock
from balcao.core.sql import row, rows

from .live import is_hushed

QUEUE = "deadlines"
PRIORITY = 10
EVERY_TEN_SECONDS = "* * * * * */10"
AHEAD = timedelta(seconds=25)
GRAIN = timedelta(milliseconds=200)  # deadlines so near each other share a job
_TRIES = 50
_PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Deadlines:
    """One room's: `fire` is the task that handles what is due, `coming` selects each instant `at`
    not handled yet, up to %(horizon)s."""

    fire: str
    coming: str

    def expect(self, instants: Iterable[datetime | None]) -> None:
        """At commit, have a job at each of these that comes before a sweep would see it."""
        told = [at for at in instants if at is not None]
        if not told or is_hushed():
            return
        horizon = clock.now() + AHEAD
        near = sorted({rounded(at) for at in told if at <= horizon})
        if near:
            transaction.on_commit(lambda: self.defer(near), robust=True)

    def look_ahead(self) -> int:
        """Make the jobs of what comes next, if they are not there; how many instants."""
        found = rows(f"SELECT DISTINCT at FROM ({self.coming}) due", {"horizon": present() + AHEAD})
        instants = sorted({rounded(line["at"]) for line in found})
        self.defer(instants)
        return len(instants)

    def defer(self, instants: Iterable[datetime]) -> None:
        """One job at each instant, unless it waits already."""
        from procrastinate.contrib.django import app

        locks = {self._lock(at): at for at in instants}
        waiting = ProcrastinateJob.objects.filter(queueing_lock__in=locks, status="todo")
        for lock in waiting.values_list("queueing_lock", flat=True):
            locks.pop(str(lock), None)
        for lock, at in locks.items():
            task = app.configure_task(
                self.fire, queue=QUEUE, queueing_lock=lock, schedule_at=at, priority=PRIORITY
            )
            try:
                task.defer()
            except AlreadyEnqueued:
                continue

    def drain(self, handle: Callable[[], int]) -> int:
        """Call `handle`, which does a batch and says how many, until nothing is due; how many in all.

        A row that somebody holds is looked at again a moment later.
        """
        done = 0
        for _try in range(_TRIES):
            while handled := handle():
                done += handled
            if not rows(f"SELECT at FROM ({self.coming}) due LIMIT 1", {"horizon": present()}):
                break
            time.sleep(_PAUSE_SECONDS)
        return done

    def _lock(self, at: datetime) -> str:
        return f"{self.fire}:{int(at.timestamp() * 10)}"


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
