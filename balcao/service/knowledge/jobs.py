from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.events.deadlines import EVERY_TEN_SECONDS, PRIORITY, QUEUE

from .actions.publishing import DEADLINES, FIRE, SWEEP
from .actions.warning import WARN


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id=SWEEP)
@app.task(name=SWEEP, queue=QUEUE, queueing_lock=SWEEP, priority=PRIORITY)
def sweep(timestamp: int = 0) -> None:
    """Publish what a worker that was down has missed, and make the jobs of what comes next."""
    from .actions import publish_due

    publish_due()
    DEADLINES.look_ahead()


@app.task(name=FIRE, queue=QUEUE, priority=PRIORITY)
def fire() -> None:
    """Publish what is due at this instant."""
    from .actions import publish_due

    publish_due()


@app.periodic(cron="23 * * * *", periodic_id=WARN)
@app.task(name=WARN, queue="upkeep", lock=WARN, queueing_lock=WARN)
def warn(timestamp: int = 0) -> None:
    """Tell who looks after them of articles that need somebody."""
    from .actions import warn_due

    warn_due()
