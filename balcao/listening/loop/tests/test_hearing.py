"""Answers are looked at in a moment, once, however many there are and whoever stops meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from balcao.core import clock
from balcao.listening.answers.models import Answer
from balcao.listening.answers.tests.responding import give as give_sealed
from balcao.listening.answers.tests.responding import links, wave
from balcao.listening.answers.tests.test_by_link import drawn, give, opened
from balcao.listening.loop import actions, hearing, opening
from balcao.listening.loop.models import Pending, Task
from balcao.listening.loop.waking import ACT
from tests.statements import counted

from .closing import LATER

pytestmark = pytest.mark.django_db


def answered(*scores: str) -> None:
    """Answers to a survey of one score, by a link, that nobody has looked at yet."""
    made, secret = opened("link", "nps")
    for place, score in enumerate(scores):
        give(secret, drawn(made), at=timedelta(minutes=place + 5), nps=score)


def test_an_answer_waits_with_its_own_commit_and_its_task_counts_from_it() -> None:
    answered("3", "9")
    waiting = Pending.objects.count()
    assert (waiting, Task.objects.count()) == (2, 0)
    with clock.at(LATER + timedelta(days=3)):
        assert actions.act_all() == 2
    made = Task.objects.get()
    assert made.answer is not None
    assert made.opened_at == made.answer.answered_at
    assert (actions.act_all(), Task.objects.count()) == (0, 1)
    assert not Pending.objects.exists()


def test_what_a_worker_took_and_did_not_end_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    answered("3", "2")
    done: list[object] = []

    def stops(answer_id: int, found: object) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(opening.open_for_answer(answer_id))

    with monkeypatch.context() as patched:
        patched.setattr(hearing, "open_for_answer", stops)
        with pytest.raises(KeyboardInterrupt):
            actions.act_all()
    assert (Pending.objects.count(), Task.objects.count()) == (2, 0)
    assert actions.act_all() == 2
    assert Task.objects.count() == 2


def test_what_fails_waits_alone_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    answered("3", "2")
    broken = Answer.objects.order_by("pk")[0].pk

    def fails(answer_id: int, found: object) -> None:
        if answer_id == broken:
            raise ValueError("broken")
        opening.open_for_answer(answer_id)

    with monkeypatch.context() as patched:
        patched.setattr(hearing, "open_for_answer", fails)
        assert actions.act_all() == 1
    assert Task.objects.get().answer_id != broken
    assert Pending.objects.get().answer_id == broken
    assert actions.act_all() == 1
    assert Task.objects.count() == 2


def test_many_that_become_nothing_cost_no_more_than_one() -> None:
    answered("9")
    one = counted(actions.act_all)
    answered(*["10"] * 6)
    assert counted(actions.act_all) == one


def test_one_job_for_all_that_is_answered_in_a_second(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    answered("9", "9", "9")
    for seconds, given in zip((0, 0.3, 2), Answer.objects.all(), strict=True):
        with (
            clock.at(LATER + timedelta(days=1, seconds=seconds)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            hearing.note(given.pk)
    jobs = ProcrastinateJob.objects.filter(task_name=ACT).order_by("id")
    told = [job.scheduled_at - LATER - timedelta(days=1) for job in jobs if job.scheduled_at]
    assert told == [timedelta(seconds=1), timedelta(seconds=3)]


def test_of_a_sealed_answer_nothing_is_noted() -> None:
    for token in links(wave("enps"))[:3]:
        give_sealed(token, {"enps": "0"})
    assert not Pending.objects.exists()
