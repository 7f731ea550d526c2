from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.core import clock

SWEEP = "asking.sweep"


@app.periodic(cron="* * * * *", periodic_id=SWEEP)
@app.task(name=SWEEP, queue="upkeep", lock=SWEEP, queueing_lock=SWEEP)
def sweep(timestamp: int = 0) -> None:
    """Open and close the waves whose time has come, and send what is due."""
    from .actions import close_due, open_due, send_all

    now = clock.now()
    close_due(now)
    open_due(now)
    send_all(now)
