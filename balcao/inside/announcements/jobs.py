from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.events.deadlines import EVERY_TEN_SECONDS, PRIORITY
from balcao.events.deadlines import QUEUE as DEADLINE_QUEUE

from .waking import DEADLINES, FIRE, PUSH, QUEUE, SWEEP, WALK


@app.periodic(cron=EVERY_TEN_SECONDS, periodic_id=SWEEP)
@app.task(name=SWEEP, queue=DEADLINE_QUEUE, queueing_lock=SWEEP, priority=PRIORITY)
def sweep(timestamp: int = 0) -> None:
    """Publish what a worker that was down has missed, and make the jobs of what comes next."""
    from .actions import publish_all

    publish_all()
    DEADLINES.look_ahead()


@app.task(name=FIRE, queue=DEADLINE_QUEUE, priority=PRIORITY)
def fire() -> None:
    """Publish what was scheduled for this instant."""
    from .actions import publish_all

    publish_all()


@app.periodic(cron="* * * * * */20", periodic_id=WALK)
@app.task(name=WALK, queue=QUEUE, lock=WALK, queueing_lock=WALK)
def walk(timestamp: int = 0) -> None:
    """Mail everybody whose turn has come, batch by batch."""
    from .mailing import walk_all

    walk_all()


@app.task(name=PUSH, queue=QUEUE)
def push(announcement_id: int, people: list[int]) -> None:
    """Push an announcement to the browsers of these people."""
    from .pushing import push_now

    push_now(announcement_id, people)
