from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.events.deadlines import EVERY_TEN_SECONDS, PRIORITY, QUEUE

from .waking import DEADLINES, FIRE, SWEEP


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id=SWEEP)
@app.task(name=SWEEP, queue=QUEUE, queueing_lock=SWEEP, priority=PRIORITY)
def sweep(timestamp: int = 0) -> None:
    """Handle what a worker that was down has missed, and make the jobs of what comes next."""
    from .actions import fire_all

    fire_all()
    DEADLINES.look_ahead()


@app.task(name=FIRE, queue=QUEUE, priority=PRIORITY)
def fire() -> None:
    """Handle the deadlines of this instant."""
    from .actions import fire_all

    fire_all()


@app.task(name="sla.recalculate", queue="upkeep", lock="sla.recalculate")
def recalculate(recalculation_id: int) -> None:
    """Look again at every open clock that a changed policy or calendar may concern."""
    from .actions import recalculate_all

    recalculate_all(recalculation_id)
