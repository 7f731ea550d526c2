"""Anonymous answers: sealed while a wave is open, mixed and without names once it is closed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict
from balcao.events.models import Event
from balcao.listening.answers import actions, jobs, keys, queries
from balcao.listening.answers.actions import opening
from balcao.listening.answers.models import Answer, Ballot, Comment, Key, Outcome, Sealed
from balcao.listening.asking.models import Frozen, Invited, Wave
from balcao.listening.surveys.models import Question
from balcao.operations.backup import KEPT

from .responding import close, give, links, wave

pytestmark = pytest.mark.django_db


def opened(made: Wave) -> str:
    """Close a wave, and what the job then makes of it, as after a commit."""
    close(made)
    outcome = actions.open_ballots(made.pk)
    actions.open_due()
    return outcome


def file_of(made: Wave) -> Path:
    (found,) = [
        file
        for file in keys.folder().iterdir()
        if keys.is_here(bytes(Key.objects.get(wave=made).public)) and file.stat().st_size == 32
    ][-1:]
    return found


def asked(key: str) -> str:
    return str(Question.objects.get(key=key).pk)


def test_what_is_answered_is_sealed_and_says_nothing_of_whose_it_is() -> None:
    made = wave("enps", "nps_why")
    first, second, *_others = links(made)
    give(first, {"enps": 3, "nps_why": "Faltam cadeiras no depósito."})
    give(second, {"enps": 10})
    boxes = list(Sealed.objects.values())
    assert {name for box in boxes for name in box} == {"id", "wave_id", "box"}
    assert len({len(bytes(box["box"])) for box in boxes}) == 1
    assert all(b"cadeiras" not in bytes(box["box"]) for box in boxes)
    assert not Answer.objects.exists()
    assert Invited.objects.filter(has_answered=True).count() == 2
    assert not Event.objects.filter(name="AnswerGiven").exists()


def test_a_closed_wave_is_opened_without_names_and_its_key_is_gone() -> None:
    made = wave("enps")
    for n, token in enumerate(links(made)[:6]):
        give(token, {"enps": n})
    public = bytes(Key.objects.get().public)
    assert keys.is_here(public)
    assert opened(made) == Outcome.KEPT
    assert sorted(one.values[asked("enps")] for one in Ballot.objects.all()) == list(range(6))
    assert not Sealed.objects.exists()
    assert not keys.is_here(public)
    assert queries.outcome(SYSTEM, made.pk) == "kept"


def test_fewer_than_the_minimum_group_leave_nothing_at_all() -> None:
    made = wave("enps")
    for token in links(made)[:4]:
        give(token, {"enps": 9})
    public = bytes(Key.objects.get().public)
    assert opened(made) == Outcome.TOO_FEW
    assert not (Ballot.objects.exists() or Sealed.objects.exists() or keys.is_here(public))
    assert queries.outcome(SYSTEM, made.pk) == "too_few"
    (told,) = Event.objects.filter(name="BallotsSettled")
    assert told.data == {"survey_id": made.survey_id, "outcome": "too_few"}
    assert told.actor_id is None
