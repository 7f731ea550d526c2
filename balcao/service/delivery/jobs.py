from __future__ import annotations

from procrastinate.contrib.django import app

from .waking import QUEUE, SEND, TAKE_IN


@app.periodic(cron="* * * * * */10", periodic_id=TAKE_IN)
@app.task(name=TAKE_IN, queue=QUEUE, lock=TAKE_IN, queueing_lock=TAKE_IN)
def take_in_pending(timestamp: int = 0) -> None:
    """Take in every mail that waits; also made up for each ten seconds, should a wake be lost."""
    from .inbound import take_in_all

    take_in_all()


@app.periodic(cron="* * * * * */10", periodic_id=SEND)
@app.task(name=SEND, queue=QUEUE, lock=SEND, queueing_lock=SEND)
def send_pending(timestamp: int = 0) -> None:
    """Send every mail that is due; also made up for each ten seconds."""
    from .sending import send_all

    send_all()
