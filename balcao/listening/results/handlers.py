"""What the wiring calls when an anonymous wave has been opened."""

from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.core.actor import Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.listening.answers.events import BallotsSettled

RELEASE = "results.release"


def release_settled(actor: Actor, fact: Fact, event: Event) -> None:
    """On BallotsSettled, kept: the gate looks at the wave once this is committed."""
    assert isinstance(fact, BallotsSettled)
    if fact.outcome == "kept":
        app.configure_task(RELEASE, queue="upkeep").defer(wave_id=fact.subject_id)
