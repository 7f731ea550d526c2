"""Several at once: one vote a person, one thing in an envelope, and no vote lost as a round closes."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import transaction

from balcao.core import clock
from balcao.core.errors import Conflict
from balcao.listening.answers import keys
from balcao.listening.asking.tests.test_at_once import at_once
from balcao.listening.ideas import actions
from balcao.listening.ideas.models import Envelope, Handed, Idea, Sealed, Slip, Tally, Vote
from tests.cast import make_cast

from .suggesting import board, colleagues, idea, soon, tomorrow

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_devices_vote_once_and_two_clicks_take_it_back() -> None:
    cast = make_cast()
    made = board(cast)
    there, marina = idea(cast.actor("ana"), made), cast.actor("marina")
    assert at_once([partial(actions.vote, marina, there.pk, True)] * 3) == []
    assert Vote.objects.count() == 1
    assert at_once([partial(actions.vote, marina, there.pk)] * 2) == []
    assert Vote.objects.count() == 1


def test_an_envelope_takes_one_thing_of_each_person() -> None:
    cast = make_cast()
    secret, crew = board(cast, is_anonymous=True), colleagues(8)
    before = set(keys.folder().iterdir())
    raised = at_once([partial(actions.suggest, crew[0], secret.pk, f"I {n}") for n in range(3)])
    assert [type(error) for error in raised] == [Conflict, Conflict]
    writing = [partial(actions.suggest, actor, secret.pk, "Outra") for actor in crew[1:8]]
    assert at_once(writing) == []
    assert (Sealed.objects.count(), Handed.objects.count()) == (8, 8)
    assert len(set(keys.folder().iterdir()) - before) == 1
    envelope = Envelope.objects.get()
    with clock.at(tomorrow()):
        assert at_once([partial(actions.publish_envelope, envelope.pk)] * 3) == []
    assert Idea.objects.count() == 8
    assert set(keys.folder().iterdir()) == before


def test_a_vote_that_is_being_cast_as_a_round_closes_counts_or_is_refused() -> None:
    cast = make_cast()
    secret, crew = board(cast, is_anonymous=True), colleagues(8)
    for actor in crew[:8]:
        actions.suggest(actor, secret.pk, "Uma")
    with clock.at(tomorrow()):
        actions.publish_due()
    there = Idea.objects.earliest("pk").pk
    made = actions.open_round(cast.actor("beto"), secret.pk, soon())
    for actor in crew[:5]:
        actions.vote(actor, there)
    held = threading.Event()

    def cast_it() -> None:
        with transaction.atomic():
            actions.vote(crew[5], there)
            held.set()

    def shut() -> None:
        assert held.wait(20)
        with clock.at(made.closes_at):
            actions.close_due()

    assert at_once([cast_it, shut]) == []
    told = Tally.objects.get(idea_id=there)
    assert (told.fewest, told.most) == (5, 9)
    assert not Slip.objects.exists()
    with pytest.raises(Conflict):
        actions.vote(crew[6], there)
    assert not Slip.objects.exists()
