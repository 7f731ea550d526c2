"""When tasks are warned of, and when they are late."""

from __future__ import annotations

from balcao.events.deadlines import Deadlines

SWEEP = "loop.sweep"
FIRE = "loop.fire"
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
