"""Whom the bench asks is asked as by the desk itself, gets no mail, and can answer."""

from __future__ import annotations

import pytest

from balcao.bench import answering
from balcao.core.sql import row
from balcao.listening.answers.actions import answer
from balcao.listening.asking.models import Invited, Wave
from balcao.service.delivery.models import OutgoingMail


@pytest.mark.django_db
def test_those_who_are_asked_can_answer_and_each_answer_is_counted_once() -> None:
    asked = answering.ask(100, 60)
    assert asked.invited == 100
    assert len(asked.tokens) == 60
    assert not Invited.objects.exclude(next_at=None).exists()
    for token in asked.tokens:
        answer(token, {"nps": 9}, language="pt-br")
    kept = row(answering._KEPT, {"waves": list(asked.waves)})
    assert kept == {"named": 30, "sealed": 30, "marked": 60}
    assert not OutgoingMail.objects.exists()
    assert Wave.objects.count() == 2
