"""When promises have something due: the steps of clocks, and alerts put off to somebody's hours."""

from __future__ import annotations

from datetime import datetime

from balcao.core import clock
from balcao.events.deadlines import Deadlines, present

SWEEP = "sla.sweep"
FIRE = "sla.fire"


def surely_now() -> datetime:
    """The earlier of this machine's clock and the database's: what is past by it is past by both.

    For work that nobody waits for: a clock that jumped ahead breaks no promise early.
    """
    return min(clock.now(), present())


DEADLINES = Deadlines(
    FIRE,
    "SELECT next_at AS at FROM sla_clock WHERE next_at <= %(horizon)s"
    " UNION ALL SELECT tell_at FROM sla_alert WHERE told_at IS NULL AND tell_at <= %(horizon)s",
)

expect = DEADLINES.expect
