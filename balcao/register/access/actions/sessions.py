from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.events.actions import publish
from balcao.events.live import tell

from ..events import SessionsEnded, SignedIn
from ..models import OpenSession


@transaction.atomic
def record_session(actor: Actor, session_key: str, level: str, device: str) -> OpenSession:
    """Write a signed-in session down, so that its person can see and end it."""
    opened, _made = OpenSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "person_id": actor.me,
            "level": level,
            "device": device[:200],
            "began_at": clock.now(),
        },
    )
    publish(actor, SignedIn(opened.pk, level=level))
    return opened


@transaction.atomic
def end_sessions(
    actor: Actor, person_id: int, *, only: int | None = None, why: str = "asked"
) -> int:
    """End the person's sessions, or the one named; their open pages close at once. How many."""
    if actor.person_id != person_id:
        require(actor, Permission.ADMINISTER)
    found = OpenSession.objects.filter(person_id=person_id)
    if only is not None:
        found = found.filter(pk=only)
    keys = list(found.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    found.delete()
    if keys:
        publish(actor, SessionsEnded(person_id, why=why))
    tell(f"access:{person_id}")
    return len(keys)
