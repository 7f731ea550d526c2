from __future__ import annotations

from procrastinate.contrib.django import app

from .waking import DIGEST, PUSH, QUEUE


@app.periodic(cron="* * * * * */20", periodic_id=DIGEST)
@app.task(name=DIGEST, queue=QUEUE, lock=DIGEST, queueing_lock=DIGEST)
def send_digests(timestamp: int = 0) -> None:
    """Mail everybody whose time has come what they have not seen."""
    from .digest import send_all

    send_all()


@app.periodic(cron="* * * * * */20", periodic_id=PUSH)
@app.task(name=PUSH, queue=QUEUE, lock=PUSH, queueing_lock=PUSH)
def push(timestamp: int = 0) -> None:
    """Push to browsers whatever is due."""
    from .push import push_all

    push_all()
