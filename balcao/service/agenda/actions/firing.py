"""What is due in somebody's agenda: told once, by whoever finds it first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Forbidden
from balcao.core.sql import rows
from balcao.events.actions import publish
from balcao.events.deadlines import present
from balcao.events.live import tell
from balcao.service.sla.rules import is_late
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.rules import Status

from ..events import FollowUpDue
from ..models import FollowUp
from ..rules import End
from ..waking import DEADLINES
from .snoozing import end_snooze

BATCH = 250

# Tickets that somebody holds are left to the next look, so that nobody waits for another.
_FOLLOW_UPS = """
SELECT f.id, f.ticket_id, f.person_id, f.at FROM agenda_followup f
JOIN tickets_ticket t ON t.id = f.ticket_id
WHERE f.at <= %(now)s AND f.fired_at IS NULL AND f.done_at IS NULL
ORDER BY f.at LIMIT %(batch)s FOR UPDATE OF f SKIP LOCKED FOR KEY SHARE OF t SKIP LOCKED
"""

_SNOOZES = """
SELECT s.id, s.ticket_id, s.until_at, t.status FROM agenda_snooze s
JOIN tickets_ticket t ON t.id = s.ticket_id
WHERE s.until_at <= %(now)s AND s.ended_at IS NULL
ORDER BY s.until_at LIMIT %(batch)s FOR UPDATE OF t, s SKIP LOCKED
"""


def fire_all() -> int:
    """Handle everything due, batch by batch; how many."""
    return DEADLINES.drain(lambda: fire_due(SYSTEM))


@transaction.atomic
def fire_due(actor: Actor, now: datetime | None = None) -> int:
    """Handle one batch of what is due at this instant (the database's present, when not said)."""
    if not actor.is_system:
        raise Forbidden()
    instant = now or present()
    return _remind(instant) + _bring_back(instant)


def _remind(now: datetime) -> int:
    due = rows(_FOLLOW_UPS, {"now": now, "batch": BATCH})
    late = {line["id"]: is_late(line["at"], now) for line in due}
    for was_late in (False, True):
        ids = [one for one, told in late.items() if told is was_late]
        FollowUp.objects.filter(pk__in=ids).update(fired_at=now, is_late=was_late)
    for line in due:
        publish(
            SYSTEM,
            FollowUpDue(line["ticket_id"], line["id"], line["person_id"], late[line["id"]]),
        )
        tell(f"person:{line['person_id']}")
    return len(due)


def _bring_back(now: datetime) -> int:
    due = rows(_SNOOZES, {"now": now, "batch": BATCH})
    for line in due:
        late = is_late(line["until_at"], now)
        reason = end_snooze(SYSTEM, line["ticket_id"], End.TIME, is_late=late)
        if line["status"] == Status.ON_HOLD:
            tickets.change_status(SYSTEM, line["ticket_id"], Status.OPEN, reason=reason or "")
    return len(due)
