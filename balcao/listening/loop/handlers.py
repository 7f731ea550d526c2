"""What the wiring calls when somebody has answered, and when somebody of a ticket is told of a task."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.listening.answers.events import AnswerGiven
from balcao.service.notifications.rules import Kind
from balcao.service.notifications.telling import THESE, tell_people

from .asking_back import hear_back
from .events import TaskTold
from .opening import open_for_answer
from .telling import Why


def act_on_answer(actor: Actor, fact: Fact, event: Event) -> None:
    """On AnswerGiven: a low score becomes a task; a word on whether it was solved goes to its task."""
    assert isinstance(fact, AnswerGiven)
    if not hear_back(fact):
        open_for_answer(fact.subject_id)


def ring(actor: Actor, fact: Fact, event: Event) -> None:
    """On TaskTold: the bell of those who handle the ticket."""
    assert isinstance(fact, TaskTold)
    kind = Kind.TASK if fact.why in (Why.GIVEN, Why.ANSWERED) else Kind.TASK_DUE
    tell_people(kind, actor, event, THESE, people=fact.people)
