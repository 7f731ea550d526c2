from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.events.deadlines import EVERY_TEN_SECONDS, PRIORITY, QUEUE

from .promises import CLOSE, DEADLINES, FIRE, SWEEP


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id=SWEEP)
@app.task(name=SWEEP, queue=QUEUE, queueing_lock=SWEEP, priority=PRIORITY)
def sweep(timestamp: int = 0) -> None:
    """Handle promises that a worker that was down has missed, and make the jobs of what comes next."""
    from .actions import fire_all

    fire_all()
    DEADLINES.look_ahead()


@app.task(name=FIRE, queue=QUEUE, priority=PRIORITY)
def fire() -> None:
    """Handle the promises of this instant."""
    from .actions import fire_all

    fire_all()


@app.periodic(cron="* * * * *", periodic_id=CLOSE)
@app.task(name=CLOSE, queue="upkeep", lock=CLOSE, queueing_lock=CLOSE)
def close(timestamp: int = 0) -> None:
    """Close rounds whose time has come, and publish what enough people have handed in."""
    from .actions import close_due, publish_due

    close_due()
    publish_due()
