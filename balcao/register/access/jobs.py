from __future__ import annotations

from procrastinate.contrib.django import app

from .actions.rates import forget_old_counts


@app.periodic(cron="17 * * * *", periodic_id="forget_old_counts")
@app.task(queue="upkeep", queueing_lock="forget_old_counts", pass_context=False)
def forget_counts(timestamp: int = 0) -> None:
    """Drop the counts of tries whose windows are over."""
    forget_old_counts()
