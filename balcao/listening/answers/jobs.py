from __future__ import annotations

from procrastinate.contrib.django import app

from .handlers import OPEN

SWEEP = "answers.sweep"


@app.task(name=OPEN, queue="upkeep")
def open_ballots(wave_id: int) -> None:
    """Open what was sealed in a wave that has closed."""
    from . import actions

    actions.open_ballots(wave_id)


@app.periodic(cron="* * * * *", periodic_id=SWEEP)
@app.task(name=SWEEP, queue="upkeep", lock=SWEEP, queueing_lock=SWEEP)
def sweep(timestamp: int = 0) -> None:
    """Settle what a worker that stopped has left."""
    from .actions import open_due

    open_due()
