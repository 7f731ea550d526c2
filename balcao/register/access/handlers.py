"""What access does when something happens elsewhere."""

from __future__ import annotations

from balcao.core.actor import SYSTEM, Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.register.people.events import PersonsMerged

from .actions import end_sessions


def end_sessions_of_ended(actor: Actor, fact: Fact, event: Event) -> None:
    """A relationship has ended: whoever was signed in under it signs in anew."""
    end_sessions(SYSTEM, fact.subject_id, why="relationship")


def end_sessions_of_merged(actor: Actor, fact: Fact, event: Event) -> None:
    """Two persons are one: the one gone is signed in nowhere."""
    if isinstance(fact, PersonsMerged):
        end_sessions(SYSTEM, fact.gone_id, why="merge")
