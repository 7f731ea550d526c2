"""Waking the worker: one job drains all that waits, so it is deferred only when none is waiting.

The check comes after the commit of what is to be done: a job that still waits will see it.
"""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

ROUTE = "routing.route_waiting"
SWEEP = "routing.sweep"
QUEUE = "routing"


def wake() -> None:
    """At commit, have the worker route what waits; a wake that is lost is made up for each minute."""
    transaction.on_commit(_defer, robust=True)


def _defer() -> None:
    from procrastinate.contrib.django import app

    if ProcrastinateJob.objects.filter(queueing_lock=ROUTE, status="todo").exists():
        return
    try:
        app.configure_task(ROUTE, queue=QUEUE, lock=ROUTE, queueing_lock=ROUTE).defer()
    except AlreadyEnqueued:
        return
