from __future__ import annotations

from procrastinate.contrib.django import app

NAME = "waiting.keep_pace"


@app.periodic(cron="* * * * *", periodic_id=NAME)
@app.task(name=NAME, queue="upkeep", queueing_lock=NAME)
def keep_pace(timestamp: int = 0) -> None:
    """Each minute, for every team: estimates, their outcomes, and the pace that pages read."""
    # Imported here and not above: only the worker pays for scipy's memory.
    from balcao.core.actor import SYSTEM

    from .keeping import keep_pace

    keep_pace(SYSTEM)
