"""What was answered is read by whom the scope of results names, in its ways alone: readers × ways."""

from __future__ import annotations

from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers import actions
from balcao.listening.answers.models import Answer, Comment
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Frozen, Invited, Wave
from balcao.listening.asking.tests.asking import crew, occasion, survey
from balcao.listening.asking.tokens import token_of
from balcao.listening.results import facts
from balcao.listening.results.gate import release_due
from balcao.listening.surveys.models import Survey
from balcao.service.tickets import actions as tickets

from .lure import planted
from .ways import WAYS, read
from .world import World

HANDLING = frozenset({"marina", "rita", "lia"})  # SAC's, who read it on the ticket
READERS = {
    # a customer's word about a ticket of SAC's
    "palavracliente": HANDLING | {"beto", "lucia"},
    # another's, asked at no ticket, of those whom TI serves
    "palavradeti": frozenset({"nina", "beto", "lucia"}),
    # a colleague's about a ticket that Ana handled
    "palavraservida": frozenset({"beto", "lucia"}),
    # a colleague's about a confidential team's ticket
    "palavrasigilo": frozenset(),
    # words of an anonymous round
    "palavralacrada": frozenset({"beto", "lucia"}),
}
ELSEWHERE = ("marina", "rita", "paulo", "lucia", "beto", "joao")
WITH_NAMES = frozenset({"beto", "rita"})
WHY = ("nps", "nps_why")


@pytest.fixture(scope="module")
def answered(world: World) -> World:
    """Customers and colleagues answered in their own words; the anonymous round is closed and opened."""
    about(world, "private", survey("external", *WHY, name="Fora"), "palavracliente")
    of_team(world, survey("external", *WHY, name="Amostra"), "palavradeti")
    inside = survey("internal", *WHY, name="Dentro")
    occasion(inside, "resolved", quarantine_days=0)
    about(world, "ti", inside, "palavraservida")
    about(world, "rh", inside, "palavrasigilo")
    sealed()
    facts.count_changed()
    return world


def about(world: World, name: str, made: Survey, word: str) -> None:
    """Whoever asked for this ticket answers what was asked when it was resolved."""
    if made.side == "external":
        occasion(made, "resolved", quarantine_days=0)
    if name == "ti":
        tickets.assign(SYSTEM, world.tickets[name].pk, world.cast.people["ana"].pk)
    tickets.resolve(SYSTEM, world.tickets[name].pk)
    give(Invited.objects.get(survey=made, subject_id=world.tickets[name].pk), word)


def of_team(world: World, made: Survey, word: str) -> None:
    wave = asking.draw_sample(SYSTEM, occasion(made, "sample", quarantine_days=0).pk)
    one = Invited.objects.filter(wave=wave, person=world.cast.people["bia"]).get()
    Frozen.objects.filter(wave=wave).delete()
    attributes = {"team": world.cast.teams["ti"].pk}
    Frozen.objects.create(wave=wave, person=one.person, attributes=attributes)
    give(one, word)


def sealed() -> Wave:
    crew(10)
    made = survey("internal", "enps", "enps_why", is_anonymous=True, name="Clima")
    wave = asking.draw_sample(SYSTEM, occasion(made, "sample", quarantine_days=0).pk)
    for one in Invited.objects.filter(wave=wave).order_by("pk")[:10]:
        give(one, "palavralacrada", score="enps")
    with clock.at(wave.closes_at):
        asking.close_due(wave.closes_at)
    actions.open_due()
    assert release_due() == 1
    assert "palavralacrada" in Comment.objects.all()[0].words
    return wave


def give(one: Invited, word: str, score: str = "nps") -> None:
    Invited.objects.filter(pk=one.pk).update(sent_at=clock.now(), next_at=None)
    told: dict[str, Any] = {score: 3, f"{score}_why": planted(word)}
    actions.answer(token_of(one.pk, one.token_digest) or "", told, language="pt-br")


@pytest.mark.parametrize("way", WAYS)
def test_words_are_read_by_who_may_and_by_nobody_else_in_any_way(answered: World, way: str) -> None:
    assert Answer.objects.count() == 5  # João's about the world's own survey, too
    seen: dict[str, set[str]] = {word: set() for word in READERS}
    is_theirs = way == "results"
    for name in answered.visitors if is_theirs else ELSEWHERE:
        visitor, looked_at = answered.visitors[name], ("sac",) if is_theirs else ("private", "rh")
        told = "".join(read(way, answered, visitor, ticket) for ticket in looked_at)
        for word in READERS:
            if word in told:
                seen[word].add(name)
    assert {word for word in READERS if seen[word] - READERS[word]} == set()
    if is_theirs:
        assert seen == {word: set(names) for word, names in READERS.items()}


def test_whose_an_answer_is_no_director_learns(answered: World) -> None:
    others = {n: v for n, v in answered.visitors.items() if n not in ("joao", "follower")}
    for name, visitor in others.items():
        told = read("results", answered, visitor, "sac")
        assert ("João" in told) == (name in WITH_NAMES), name
