"""When promises have something due: the steps of clocks, and alerts put off to somebody's hours."""

from __future__ import annotations

from balcao.events.deadlines import Deadlines

SWEEP = "sla.sweep"
FIRE = "sla.fire"

DEADLINES = Deadlines(
    FIRE,
    "SELECT next_at AS at FROM sla_clock WHERE next_at <= %(horizon)s"
    " UNION ALL SELECT tell_at FROM sla_alert WHERE told_at IS NULL AND tell_at <= %(horizon)s",
)

expect = DEADLINES.expect
