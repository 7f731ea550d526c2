from __future__ import annotations

from procrastinate.contrib.django import app

from .looking import LOOK
from .sending import QUEUE, SEND, SWEEP


@app.task(name=SEND, queue=QUEUE)
def send(broadcast_id: int) -> None:
    """Say a message in every ticket it is for."""
    from . import sending

    sending.send(broadcast_id)


@app.periodic(cron="* * * * *", periodic_id=SWEEP)
@app.task(name=SWEEP, queue=QUEUE, lock=SWEEP, queueing_lock=SWEEP)
def sweep(timestamp: int = 0) -> None:
    """Go on with messages whose job was cut off, and let teams know what they are asked."""
    from . import consulting, sending

    sending.send_due()
    consulting.consult_all()


@app.periodic(cron="*/5 * * * *", periodic_id=LOOK)
@app.task(name=LOOK, queue=QUEUE, lock=LOOK, queueing_lock=LOOK)
def look(timestamp: int = 0) -> None:
    """Look whether tickets of the last day have a cause in common."""
    from . import looking

    looking.look()
