"""When stages run out, and when their people are reminded."""

from __future__ import annotations

from balcao.events.deadlines import Deadlines

SWEEP = "approvals.sweep"
FIRE = "approvals.fire"
LOOK = "approvals.look_again"

DEADLINES = Deadlines(
    FIRE,
    "SELECT due_at AS at FROM approvals_stage WHERE due_at <= %(horizon)s AND state = 'open'"
    " UNION ALL SELECT remind_at FROM approvals_stage"
    " WHERE remind_at <= %(horizon)s AND state = 'open'",
)
