from __future__ import annotations

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.events.live import tell

from ..models import Notice


@transaction.atomic
def see(actor: Actor, *, until_id: int) -> int:
    """The actor has taken note of what they were told up to this one; how many were new."""
    found = Notice.objects.filter(person_id=actor.me, pk__lte=until_id, seen_at=None)
    seen = found.update(seen_at=clock.now())
    if seen:
        tell(f"person:{actor.me}")
    return seen
