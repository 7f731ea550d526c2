from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from balcao.core.actor import Actor

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
