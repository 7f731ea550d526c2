from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.core.actor import SYSTEM

from . import actions
from .waking import QUEUE, ROUTE, SWEEP


@app.task(name=ROUTE, queue=QUEUE, lock=ROUTE, queueing_lock=ROUTE)
def route_waiting() -> None:
    """Give every ticket that waits in a team with automatic routing to whoever can take it."""
    actions.route_all(SYSTEM)


@app.periodic(cron="* * * * *", periodic_id=SWEEP)
@app.task(name=SWEEP, queue=QUEUE, lock=SWEEP, queueing_lock=SWEEP)
def sweep(timestamp: int = 0) -> None:
    """Each minute: who vanished is away, what waited too long goes on, and what waits is routed."""
    actions.lapse(SYSTEM)
    actions.overflow(SYSTEM)
    actions.route_all(SYSTEM)
