from __future__ import annotations

from procrastinate.contrib.django import app

from .moving import END


@app.task(name=END, queue="upkeep")
def end(bundle_id: int) -> None:
    """Resolve the requester's ticket once every task is settled."""
    from . import moving

    moving.end(bundle_id)
