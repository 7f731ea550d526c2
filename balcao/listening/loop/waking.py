"""When tasks are warned of, when they are late, and when what was answered is looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

from balcao.core import clock
from balcao.events.deadlines import Deadlines

SWEEP = "loop.sweep"
FIRE = "loop.fire"
ACT = "loop.act"
MAIL = "loop.mail"
TELL = "loop.tell"
COMPARE = "loop.compare"

DEADLINES = Deadlines(
    FIRE,
    "SELECT warn_at AS at FROM loop_task WHERE warn_at <= %(horizon)s AND warned_at IS NULL"
    " AND ended_at IS NULL"
    " UNION ALL SELECT due_at FROM loop_task WHERE due_at <= %(horizon)s AND late_at IS NULL"
    " AND ended_at IS NULL",
)

_ANSWERED = Deadlines(ACT, "SELECT clock_timestamp() AS at FROM loop_pending")
_ONE_SECOND = timedelta(seconds=1)
_last: datetime | None = None


def wake() -> None:
    """After an answer: a job at the end of this second looks at all that were given in it.

    Whoever answers in a second for which this process has made the job makes none; one that could
    not be made is made up for by the sweep.
    """
    global _last
    at = clock.now().replace(microsecond=0) + _ONE_SECOND
    if at != _last:
        _ANSWERED.defer([at])
        _last = at
