from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.events.deadlines import EVERY_TEN_SECONDS, PRIORITY, QUEUE

from .waking import DEADLINES, FIRE, LOOK, SWEEP


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id=SWEEP)
@app.task(name=SWEEP, queue=QUEUE, queueing_lock=SWEEP, priority=PRIORITY)
def sweep(timestamp: int = 0) -> None:
    """Handle what a worker that was down has missed, and make the jobs of what comes next."""
    from .actions import fire_all

    fire_all()
    DEADLINES.look_ahead()


@app.task(name=FIRE, queue=QUEUE, priority=PRIORITY)
def fire() -> None:
    """Handle what is due at this instant."""
    from .actions import fire_all

    fire_all()


@app.periodic(cron="3 * * * *", periodic_id=LOOK)
@app.task(name=LOOK, queue="upkeep", lock=LOOK, queueing_lock=LOOK)
def look_again(timestamp: int = 0) -> None:
    """Ask who decides today: delegations begin and end by themselves, and people leave."""
    from .handing import look_at_all

    look_at_all()
