"""What the wiring calls when an approval that an item asked for has ended."""

from __future__ import annotations

from balcao.core.actor import SYSTEM, Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.service.approvals.events import ApprovalDecided
from balcao.service.approvals.rules import State
from balcao.service.tickets.actions import resolve
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import ENDED

from .actions.asking import SUBJECT


def end_unapproved(actor: Actor, fact: Fact, event: Event) -> None:
    """On ApprovalDecided: a request that nobody approved is over; its requester's answer reopens it."""
    assert isinstance(fact, ApprovalDecided)
    if fact.about_type != SUBJECT or fact.state == State.APPROVED or fact.ticket_id is None:
        return
    if Ticket.objects.filter(pk=fact.ticket_id).exclude(status__in=ENDED).exists():
        resolve(SYSTEM, fact.ticket_id)
