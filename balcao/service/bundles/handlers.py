"""What the wiring calls when a ticket that may belong to a bundle ends or goes on."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.service.tickets.events import StatusChanged, TicketReopened
from balcao.service.tickets.rules import ENDED

from . import moving


def follow_status(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged: a task that ended lets those go on that waited for it."""
    assert isinstance(fact, StatusChanged)
    if fact.after in ENDED and fact.before not in ENDED:
        moving.settle(fact.subject_id, is_done=True)


def follow_reopening(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketReopened: its task is to be done again."""
    assert isinstance(fact, TicketReopened)
    moving.settle(fact.subject_id, is_done=False)
