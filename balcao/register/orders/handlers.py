from __future__ import annotations

from balcao.core.actor import Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.register.people.events import MergeUndone, PersonsMerged

from .actions import refresh_lifecycles


def follow_merge(actor: Actor, fact: Fact, event: Event) -> None:
    """Two people who became one, or two again, are the customers that their purchases make them."""
    assert isinstance(fact, PersonsMerged | MergeUndone)
    refresh_lifecycles(actor, {fact.subject_id, fact.gone_id})
