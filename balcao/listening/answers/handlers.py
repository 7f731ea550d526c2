"""What the wiring calls when a wave has closed."""

from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.core.actor import Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.listening.asking.events import WaveClosed

OPEN = "answers.open"


def open_sealed(actor: Actor, fact: Fact, event: Event) -> None:
    """On WaveClosed of an anonymous wave: what was sealed is opened once this is committed."""
    assert isinstance(fact, WaveClosed)
    if fact.is_anonymous:
        app.configure_task(OPEN, queue="upkeep").defer(wave_id=fact.subject_id)
