"""What the wiring calls when something happened to a ticket that may be snoozed."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.events.concern import concerns
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.service.tickets.events import StatusChanged
from balcao.service.tickets.rules import Status

from .actions.snoozing import end_snooze
from .rules import End


@concerns(when=lambda fact: fact.before == Status.ON_HOLD)
def end_with_status(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged: a ticket that leaves the hold is snoozed no longer, whoever woke it."""
    assert isinstance(fact, StatusChanged)
    end_snooze(actor, fact.subject_id, End.HAND if actor.is_agent else End.CLIENT)
