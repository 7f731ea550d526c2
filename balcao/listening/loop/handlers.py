"""What the wiring calls when somebody has answered, and when somebody of a ticket is told of a task."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.listening.answers.events import AnswerGiven
from balcao.listening.results.events import ResultsReleased
from balcao.listening.themes.events import ThemeCounted
from balcao.service.notifications.rules import Kind
from balcao.service.notifications.telling import THESE, tell_people

from .events import TaskTold
from .hearing import note
from .telling import Why
from .together import open_for_theme, open_for_wave


def note_answer(actor: Actor, fact: Fact, event: Event) -> None:
    """On AnswerGiven: whether it becomes a task, or tells of one, is looked at in a moment."""
    assert isinstance(fact, AnswerGiven)
    note(fact.subject_id)


def act_on_results(actor: Actor, fact: Fact, event: Event) -> None:
    """On ResultsReleased: what many said together may become tasks; never one who said it."""
    assert isinstance(fact, ResultsReleased)
    open_for_wave(fact.subject_id)


def act_on_theme(actor: Actor, fact: Fact, event: Event) -> None:
    """On ThemeCounted: a theme above its limit becomes a task."""
    assert isinstance(fact, ThemeCounted)
    open_for_theme(fact.subject_id, fact.theme_id)


def ring(actor: Actor, fact: Fact, event: Event) -> None:
    """On TaskTold: the bell of those who handle the ticket."""
    assert isinstance(fact, TaskTold)
    kind = Kind.TASK if fact.why in (Why.GIVEN, Why.ANSWERED) else Kind.TASK_DUE
    tell_people(kind, actor, event, THESE, people=fact.people)
