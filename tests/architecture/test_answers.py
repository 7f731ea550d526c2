"""What was answered, with a name or without, is read by nobody in any way: no room shows it yet."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers import actions
from balcao.listening.answers.models import Answer, Comment
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited
from balcao.listening.asking.tests.asking import crew, occasion, survey
from balcao.listening.asking.tokens import token_of

from .ways import WAYS, read
from .world import World, planted

READERS = ("beto", "rita", "paulo", "lucia", "joao")
WORDS = {"named": "palavranomeada", "sealed": "palavralacrada"}


@pytest.fixture
def answered(world: World) -> World:
    """Ten colleagues answered two surveys in their own words; the anonymous one is closed and opened."""
    crew(10)
    for name, word in WORDS.items():
        made = survey("internal", "enps", "enps_why", is_anonymous=name == "sealed")
        wave = asking.draw_sample(SYSTEM, occasion(made, "sample", quarantine_days=0).pk)
        Invited.objects.filter(wave=wave).update(sent_at=clock.now(), next_at=None)
        for one in Invited.objects.filter(wave=wave).order_by("pk")[:10]:
            token = token_of(one.pk, one.token_digest) or ""
            actions.answer(token, {"enps": 9, "enps_why": planted(word)}, language="pt-br")
        if made.is_anonymous:
            with clock.at(wave.closes_at):
                asking.close_due(wave.closes_at)
            assert actions.open_ballots(wave.pk) == "kept"
    assert WORDS["named"] in str(Answer.objects.all()[0].values)
    assert WORDS["sealed"] in Comment.objects.all()[0].words
    return world


def test_no_way_of_reading_shows_what_was_answered(answered: World) -> None:
    met = [
        f"{name} by {way}: {word}"
        for name in READERS
        for way in WAYS
        for word in _met(read(way, answered, answered.visitors[name], "sac"))
    ]
    assert met == []


def _met(told: str) -> list[str]:
    return [word for word in WORDS.values() if word in told]
