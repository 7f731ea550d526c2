from __future__ import annotations

from procrastinate.contrib.django import app


@app.task(name="orders.check", queue="upkeep", lock="orders.import")
def check(import_id: int) -> None:
    """Look through a file of orders."""
    from .actions import check_all

    check_all(import_id)


@app.task(name="orders.import", queue="upkeep", lock="orders.import")
def run_import(import_id: int) -> None:
    """Import a file of orders."""
    from .actions import import_all

    import_all(import_id)


@app.periodic(cron="23 3 * * *", periodic_id="orders.daily")
@app.task(name="orders.daily", queue="upkeep", queueing_lock="orders.daily")
def daily(timestamp: int = 0) -> None:
    """Who has not bought for long has lapsed; files nobody needs any more go."""
    from .actions import forget_old_imports, keep_lifecycles

    keep_lifecycles()
    forget_old_imports()
