from __future__ import annotations

from procrastinate.contrib.django import app

from .handlers import RELEASE

COUNT = "results.count"
SETTLE = "results.settle"
DRIVE = "results.drive"


@app.task(name=RELEASE, queue="upkeep")
def release(wave_id: int) -> None:
    """Let the gate look at an anonymous wave whose ballots are open, and see what goes with its score."""
    from .drivers import of_wave
    from .gate import release_wave

    if release_wave(wave_id):
        of_wave(wave_id)


@app.periodic(cron="* * * * *", periodic_id=COUNT)
@app.task(name=COUNT, queue="upkeep", lock=COUNT, queueing_lock=COUNT)
def count(timestamp: int = 0) -> None:
    """Count the days on which something changed anew, and release what a stopped worker left."""
    from .facts import count_changed
    from .gate import release_due

    count_changed()
    release_due()


@app.periodic(cron="7 * * * *", periodic_id=SETTLE)
@app.task(name=SETTLE, queue="upkeep", lock=SETTLE, queueing_lock=SETTLE)
def settle(timestamp: int = 0) -> None:
    """Count who was asked in the identified waves that are open, whether or not anybody answered."""
    from .turnout import count_open

    count_open()


@app.periodic(cron="41 3 * * *", periodic_id=DRIVE)
@app.task(name=DRIVE, queue="upkeep", lock=DRIVE, queueing_lock=DRIVE)
def drive(timestamp: int = 0) -> None:
    """Work out once a day what goes with the overall score of each survey, rounds left over, and what
    was met beside what was expected."""
    from .drivers import work_out_due
    from .expectations import work_out_all

    work_out_due()
    work_out_all()
