"""What the wiring calls when an approval has ended."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.service.approvals.events import ApprovalDecided

from .actions import approval_decided


def hear_approval(actor: Actor, fact: Fact, event: Event) -> None:
    """On ApprovalDecided: a change that waited for it goes on, or is refused."""
    assert isinstance(fact, ApprovalDecided)
    if fact.about_type == "change":
        approval_decided(fact.about_id, fact.state)
