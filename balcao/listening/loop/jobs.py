from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.events.deadlines import EVERY_TEN_SECONDS, PRIORITY, QUEUE

from .waking import ACT, COMPARE, DEADLINES, FIRE, MAIL, SWEEP, TELL


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id=SWEEP)
@app.task(name=SWEEP, queue=QUEUE, queueing_lock=SWEEP, priority=PRIORITY)
def sweep(timestamp: int = 0) -> None:
    """Handle what a worker that was down has missed, and make the jobs of what comes next."""
    from .actions import act_all, fire_all

    act_all()
    fire_all()
    DEADLINES.look_ahead()


@app.task(name=ACT, queue=QUEUE, priority=PRIORITY)
def act() -> None:
    """Look at what was answered since."""
    from .actions import act_all

    act_all()


@app.task(name=FIRE, queue=QUEUE, priority=PRIORITY)
def fire() -> None:
    """Handle what is due at this instant."""
    from .actions import fire_all

    fire_all()


@app.task(name=MAIL, queue="upkeep")
def mail(task_id: int, person_id: int, why: str) -> None:
    """Mail somebody of a task of theirs, if that is still so."""
    from . import telling

    telling.mail(task_id, person_id, why)


@app.periodic(cron="* * * * *", periodic_id=TELL)
@app.task(name=TELL, queue="upkeep", lock=TELL, queueing_lock=TELL)
def tell(timestamp: int = 0) -> None:
    """Mail those who are to be told what was done."""
    from .readers import tell_all

    tell_all()


@app.periodic(cron="20 4 * * *", periodic_id=COMPARE)
@app.task(name=COMPARE, queue="upkeep", lock=COMPARE, queueing_lock=COMPARE)
def compare(timestamp: int = 0) -> None:
    """Look again at how scores went after what was done."""
    from .comparing import compare_all

    compare_all()
