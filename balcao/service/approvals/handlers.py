"""What the wiring calls when a ticket ends, and when somebody leaves."""

from __future__ import annotations

from balcao.core.actor import SYSTEM, Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.register.people.events import RelationshipEnded
from balcao.service.tickets.events import StatusChanged
from balcao.service.tickets.rules import Status

from . import handing
from .actions import withdraw
from .models import Approval
from .rules import State


def end_with_ticket(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged: what waits for an approval in a ticket that is over is taken back."""
    assert isinstance(fact, StatusChanged)
    if fact.after not in (Status.RESOLVED, Status.CLOSED):
        return
    waiting = Approval.objects.filter(ticket_id=fact.subject_id, state=State.WAITING)
    for number in waiting.order_by("pk").values_list("pk", flat=True):
        withdraw(SYSTEM, number)


def hand_over(actor: Actor, fact: Fact, event: Event) -> None:
    """On RelationshipEnded: what somebody was to decide who works here no more goes to others."""
    assert isinstance(fact, RelationshipEnded)
    handing.look_at([fact.subject_id])
