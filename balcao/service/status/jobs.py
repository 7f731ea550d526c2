from __future__ import annotations

from procrastinate.contrib.django import app

from .waking import QUEUE, TELL


@app.periodic(cron="* * * * * */20", periodic_id=TELL)
@app.task(name=TELL, queue=QUEUE, lock=TELL, queueing_lock=TELL)
def tell(timestamp: int = 0) -> None:
    """Mail subscribers what was told of incidents, batch by batch."""
    from .mailing import walk_all

    walk_all()
