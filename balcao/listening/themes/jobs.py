from __future__ import annotations

from procrastinate.contrib.django import app

from .tasks import COUNT_WAVE, LEARN, PROPOSE, READ, RECOUNT


@app.periodic(cron="* * * * *", periodic_id=READ)
@app.task(name=READ, queue="upkeep", lock=READ, queueing_lock=READ)
def read(timestamp: int = 0) -> None:
    """Read what was written since, and count the waves that a stopped worker left."""
    from .actions import count_waves, mark_all, recount_due

    mark_all()
    recount_due()
    count_waves()


@app.task(name=COUNT_WAVE, queue="upkeep")
def count_wave(wave_id: int) -> None:
    """Count the comments of an anonymous wave whose ballots are open."""
    from . import actions

    actions.count_wave(wave_id)


@app.task(name=RECOUNT, queue="upkeep")
def recount(edition_id: int) -> None:
    """Count again what was answered before the dictionary changed."""
    from . import actions

    actions.recount(edition_id)


@app.periodic(cron="20 3 * * *", periodic_id=PROPOSE)
@app.task(name=PROPOSE, queue="upkeep", lock=PROPOSE, queueing_lock=PROPOSE)
def propose(timestamp: int = 0) -> None:
    """Group what no theme covers, each night."""
    from .actions import propose_all

    propose_all()


@app.periodic(cron="40 * * * *", periodic_id=LEARN)
@app.task(name=LEARN, queue="upkeep", lock=LEARN, queueing_lock=LEARN)
def learn(timestamp: int = 0) -> None:
    """Put comments in the order of looking, each hour in which something came."""
    from .actions import learn_all

    learn_all()
