from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.events.deadlines import EVERY_TEN_SECONDS, PRIORITY, QUEUE

from . import actions
from .waking import DEADLINES, FIRE, SWEEP


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id=SWEEP)
@app.task(name=SWEEP, queue=QUEUE, queueing_lock=SWEEP, priority=PRIORITY)
def sweep(timestamp: int = 0) -> None:
    """Handle what a worker that was down has missed, and make the jobs of what comes next."""
    actions.fire_all()
    DEADLINES.look_ahead()


@app.task(name=FIRE, queue=QUEUE, priority=PRIORITY)
def fire() -> None:
    """Handle what is due at this instant."""
    actions.fire_all()
