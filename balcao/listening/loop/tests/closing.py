"""Answers that become tasks, made through the actions of the rooms below."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers import actions as answers
from balcao.listening.answers.models import Answer
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited
from balcao.listening.asking.tests.asking import here, occasion, shop, survey
from balcao.listening.asking.tokens import token_of
from balcao.listening.loop.actions import act_all
from balcao.listening.loop.models import Task
from balcao.register.calendars.models import Calendar
from balcao.service.tickets import actions as tickets
from tests.cast import Cast

MONDAY = here("2040-11-05T09:00")
LATER = MONDAY + timedelta(hours=1)


def token(one: Invited) -> str:
    """The secret of its link."""
    told = token_of(one.pk, one.token_digest)
    assert told is not None
    return told


def answer(cast: Cast, score: int, *items: str, at: datetime = LATER, **told: Any) -> Answer:
    """João's answer to a survey about his ticket, given an hour after he was asked."""
    items = items or ("nps", "nps_why")
    with clock.at(MONDAY):
        if not Calendar.objects.exists():
            shop()
        made = survey("external", *items)
        occasion(made, "resolved", quarantine_days=0)
        tickets.resolve(SYSTEM, cast.ticket("joao", "sac").pk)
        asking.send_all(MONDAY)
    one = Invited.objects.get(survey=made)
    with clock.at(at):
        values = {items[0]: str(score), **told}
        answers.answer(token(one), values, language="pt-br")
        act_all()
    return Answer.objects.get(invited=one)


def task(cast: Cast, score: int = 3, *items: str, **told: Any) -> Task:
    """The task that João's low score became."""
    return Task.objects.get(answer=answer(cast, score, *items, **told))
