"""Tasks whose time is nearly over, or over: told once, by whoever finds it first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Forbidden
from balcao.events.actions import publish
from balcao.events.deadlines import present

from .. import telling
from ..events import TaskTimed
from ..models import Task
from ..waking import DEADLINES

BATCH = 250


def fire_all() -> int:
    """Handle everything due, batch by batch; how many."""
    return DEADLINES.drain(lambda: fire_due(SYSTEM))


@transaction.atomic
def fire_due(actor: Actor, now: datetime | None = None) -> int:
    """Handle one batch of what is due at this instant (the database's present, when not said).

    Each is looked at again under its lock; who is late is not warned as well.
    """
    if not actor.is_system:
        raise Forbidden()
    instant = now or present()
    standing = Task.objects.select_for_update(skip_locked=True, of=("self",))
    late = standing.filter(due_at__lte=instant, late_at=None, ended_at=None)
    found = list(late.order_by("due_at")[:BATCH])
    for task in found:
        task.late_at, task.warned_at = instant, task.warned_at or instant
        task.save(update_fields=["late_at", "warned_at"])
        _tell(task, telling.Why.LATE)
    near = standing.filter(warn_at__lte=instant, warned_at=None, ended_at=None)
    warned = list(near.order_by("warn_at")[:BATCH])
    for task in warned:
        task.warned_at = instant
        task.save(update_fields=["warned_at"])
        _tell(task, telling.Why.WARNED)
    return len(found) + len(warned)


def _tell(task: Task, why: telling.Why) -> None:
    publish(SYSTEM, TaskTimed(task.pk, why))
    telling.tell(SYSTEM, task, why)
