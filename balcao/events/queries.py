from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from balcao.core.actor import Actor, Permission, require

from .models import Event


class EventRow(TypedDict):
    """One fact, as stored."""

    id: int
    at: datetime
    name: str
    subject_type: str
    subject_id: int
    actor_id: int | None
    data: dict[str, Any]


_FIELDS = ("id", "at", "name", "subject_type", "subject_id", "actor_id", "data")


def of_subject(actor: Actor, subject_type: str, subject_id: int) -> list[EventRow]:
    """Every fact of one subject, oldest first. The caller has checked the subject's scope."""
    found = Event.objects.filter(subject_type=subject_type, subject_id=subject_id)
    return list(found.order_by("id").values(*_FIELDS))


def audit_trail(actor: Actor, *, before: int | None = None, limit: int = 50) -> list[EventRow]:
    """Administrative acts, newest first, for administrators."""
    require(actor, Permission.ADMINISTER)
    found = Event.objects.filter(subject_type__in=ADMINISTRATIVE)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id").values(*_FIELDS)[:limit])


ADMINISTRATIVE = (
    "team",
    "membership",
    "inbox",
    "person",
    "organization",
    "token",
    "grant",
    "settings",
)
