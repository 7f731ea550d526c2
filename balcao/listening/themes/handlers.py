"""What the wiring calls when somebody answered, and when an anonymous wave has been opened."""

from __future__ import annotations

from procrastinate.contrib.django import app

from balcao.core.actor import Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.listening.answers.events import AnswerGiven, BallotsSettled

from .tasks import COUNT_WAVE


def note_answer(actor: Actor, fact: Fact, event: Event) -> None:
    """On AnswerGiven: what was written there is read within a minute."""
    from .actions import note

    assert isinstance(fact, AnswerGiven)
    if fact.has_words:
        note([fact.subject_id])


def count_settled(actor: Actor, fact: Fact, event: Event) -> None:
    """On BallotsSettled, kept: the comments of the wave are counted once this is committed."""
    assert isinstance(fact, BallotsSettled)
    if fact.outcome == "kept":
        app.configure_task(COUNT_WAVE, queue="upkeep").defer(wave_id=fact.subject_id)
