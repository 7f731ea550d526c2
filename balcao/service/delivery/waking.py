"""Waking the worker: one job drains all that waits, so it is deferred only when none is waiting.

The check comes after the commit of what is to be done: a job that still waits will see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

TAKE_IN = "delivery.take_in_pending"
SEND = "delivery.send_pending"
QUEUE = "mail"

_gathered: ContextVar[set[str] | None] = ContextVar("gathered", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Within it nobody is woken; at its end each worker once, for all that was done meanwhile."""
    names: set[str] = set()
    token = _gathered.set(names)
    try:
        yield
    finally:
        _gathered.reset(token)
    for name in sorted(names):
        wake(name)


def wake(name: str) -> None:
    """At commit, have the worker run this job soon; a job cut off is made up for by its sweep."""
    waiting = _gathered.get()
    if waiting is not None:
        waiting.add(name)
        return
    transaction.on_commit(lambda: _defer(name), robust=True)


def _defer(name: str) -> None:
    from procrastinate.contrib.django import app

    if ProcrastinateJob.objects.filter(queueing_lock=name, status="todo").exists():
        return
    try:
        app.configure_task(name, queue=QUEUE, lock=name, queueing_lock=name).defer()
    except AlreadyEnqueued:
        return
