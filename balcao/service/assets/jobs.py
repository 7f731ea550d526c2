from __future__ import annotations

from procrastinate.contrib.django import app


@app.task(name="assets.check", queue="upkeep", lock="assets.import")
def check(import_id: int) -> None:
    """Look through a file of assets."""
    from .actions import check_all

    check_all(import_id)


@app.task(name="assets.import", queue="upkeep", lock="assets.import")
def run_import(import_id: int) -> None:
    """Import a file of assets."""
    from .actions import import_all

    import_all(import_id)


@app.periodic(cron="10 11 * * *", periodic_id="assets.daily")
@app.task(name="assets.daily", queue="upkeep", queueing_lock="assets.daily")
def daily(timestamp: int = 0) -> None:
    """Warn of what falls due, in the morning; files nobody needs any more go."""
    from .actions import forget_old_imports, warn_all

    warn_all()
    forget_old_imports()
