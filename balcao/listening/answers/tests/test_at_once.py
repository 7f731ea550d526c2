"""Several at once: one answer a link, one key a wave, and none lost when the wave closes."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import transaction

from balcao.core import clock
from balcao.core.errors import Conflict
from balcao.listening.answers import actions, keys
from balcao.listening.answers.models import Answer, Ballot, Key, Sealed
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited
from balcao.listening.asking.tests.test_at_once import at_once

from .responding import LATER, close, give, links, wave

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_a_double_click_and_two_devices_end_as_one(*, is_anonymous: bool) -> None:
    made = wave("enps", is_anonymous=is_anonymous)
    token = links(made)[0]
    raised = at_once([partial(give, token, {"enps": n}) for n in (1, 1, 9)])
    assert [type(error) for error in raised] == [Conflict, Conflict]
    assert Answer.objects.count() + Sealed.objects.count() == 1
    assert Invited.objects.filter(has_answered=True).count() == 1


def test_the_first_answers_of_a_wave_make_one_key() -> None:
    made = wave("enps")
    before = set(keys.folder().iterdir())
    assert at_once([partial(give, token, {"enps": 7}) for token in links(made)[:5]]) == []
    assert len(set(keys.folder().iterdir()) - before) == 1
    public = bytes(Key.objects.get().public)
    assert keys.is_here(public)
    close(made)
    assert actions.open_ballots(made.pk) == "kept"
    assert Ballot.objects.count() == 5
    assert not keys.is_here(public)


def test_two_workers_open_a_wave_once() -> None:
    made = wave("enps")
    for token in links(made)[:6]:
        give(token, {"enps": 7})
    close(made)
    assert at_once([partial(actions.open_ballots, made.pk)] * 3) == []
    assert Ballot.objects.count() == 6
    assert not Sealed.objects.exists()


def test_an_answer_that_is_being_written_as_the_wave_closes_is_in_or_refused() -> None:
    made = wave("enps")
    tokens = links(made)
    for token in tokens[:6]:
        give(token, {"enps": 7})
    held = threading.Event()

    def answer() -> None:
        with transaction.atomic():
            give(tokens[6], {"enps": 0})
            held.set()

    def shut() -> None:
        assert held.wait(20)
        with clock.at(made.closes_at):
            asking.close_due(made.closes_at)
        actions.open_ballots(made.pk)

    assert at_once([answer, shut]) == []
    assert Ballot.objects.count() == Invited.objects.filter(has_answered=True).count() == 7
    assert made.closes_at > LATER
