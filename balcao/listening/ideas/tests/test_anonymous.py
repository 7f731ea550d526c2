"""Boards that know nobody: sealed, opened together, counted past the gate."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.events.models import Event
from balcao.listening.answers import keys
from balcao.listening.ideas import actions, queries
from balcao.listening.ideas.models import (
    Board,
    Comment,
    Envelope,
    Handed,
    Idea,
    Round,
    Sealed,
    Slip,
    Tally,
)
from balcao.measures.privacy import exposed
from tests.cast import Cast

from .suggesting import board, colleagues, listed, soon, tomorrow


@pytest.fixture
def secret(cast: Cast) -> Board:
    """An anonymous board of everybody inside, more than ten of them."""
    return board(cast, is_anonymous=True, name="Sem nomes")


@pytest.fixture
def crew(cast: Cast) -> list[Actor]:
    return colleagues(14)


def hand_in(crew: list[Actor], where: Board, count: int) -> None:
    for n, actor in enumerate(crew[:count]):
        assert actions.suggest(actor, where.pk, f"Segredo {n}") == actions.Kept(None, True)


def published(crew: list[Actor], where: Board, count: int = 8) -> list[Idea]:
    """So many ideas of so many people, opened the day after."""
    hand_in(crew, where, count)
    with clock.at(tomorrow()):
        assert actions.publish_due() == 1
    return list(Idea.objects.filter(board=where).order_by("pk"))


def files() -> set[Path]:
    return set(keys.folder().iterdir())


def test_nothing_appears_before_eight_people_have_written(secret: Board, crew: list[Actor]) -> None:
    hand_in(crew, secret, 7)
    with clock.at(soon(30)):
        assert actions.publish_due() == 0
    assert not Idea.objects.exists()
    told = queries.waiting(crew[0], queries.board(crew[0], secret.pk))
    assert told == (8, True, False)
    hand_in(crew[7:], secret, 1)
    assert actions.publish_due() == 0  # not on the same day: whoever watches learns no moment
    assert not Idea.objects.exists()
    with clock.at(tomorrow()):
        assert actions.publish_due() == 1
    assert Idea.objects.count() == 8
    assert not Sealed.objects.exists()
    assert not Handed.objects.exists()
    assert {idea.author_id for idea in Idea.objects.all()} == {None}
    assert len({(one.created_at, one.due_at) for one in Idea.objects.all()}) == 1
    told_events = Event.objects.filter(name__contains="Idea")
    assert [(one.name, one.actor_id) for one in told_events] == [("IdeasPublished", None)]


def test_one_thing_a_person_until_it_appears(secret: Board, crew: list[Actor]) -> None:
    (first, *_more) = published(crew, secret)
    actions.comment(crew[0], first.pk, "Concordo")
    with pytest.raises(Conflict):
        actions.comment(crew[0], first.pk, "De novo")
    with pytest.raises(Conflict):
        actions.suggest(crew[0], secret.pk, "De novo")
    hand_in(crew[1:], secret, 7)
    with clock.at(soon(2)):
        actions.publish_due()
    said = Comment.objects.get()
    assert (said.idea_id, said.author_id, said.words) == (first.pk, None, "Concordo")


def test_names_addresses_and_numbers_are_blotted_out(secret: Board, crew: list[Actor]) -> None:
    for n, actor in enumerate(crew[:8]):
        words = "O chefe Paulo Reis, paulo@boapraca.example, 11 98765-4321, CPF 529.982.247-25"
        actions.suggest(actor, secret.pk, f"Marina Alves {n}", words)
    with clock.at(tomorrow()):
        actions.publish_due()
    for idea in Idea.objects.all():
        for hidden in ("Paulo", "Reis", "paulo@", "98765", "529", "Marina", "Alves"):
            assert hidden not in f"{idea.title} {idea.words}"


def test_the_key_goes_with_what_it_opened_and_a_crash_leaves_none(
    secret: Board, crew: list[Actor]
) -> None:
    before = files()
    hand_in(crew, secret, 8)
    assert len(files() - before) == 1
    # The commit is the test's and never comes: as if the machine had stopped right after it.
    assert actions.publish_envelope(Envelope.objects.get().pk) == "published"
    assert len(files() - before) == 1
    assert actions.publish_due() == 0
    assert files() == before


def test_what_can_t_be_opened_any_more_is_given_up_and_said(
    secret: Board, crew: list[Actor]
) -> None:
    before = files()
    hand_in(crew, secret, 3)
    for file in files() - before:
        file.unlink()
    with pytest.raises(Conflict):
        actions.suggest(crew[4], secret.pk, "Agora")
    assert actions.publish_due() == 1
    assert Envelope.objects.get().outcome == "lost"
    assert not Sealed.objects.exists()
    assert Event.objects.filter(name="IdeasPublished").get().data["outcome"] == "lost"
    assert actions.suggest(crew[4], secret.pk, "Agora").waits


def test_under_ten_people_nothing_is_taken(cast: Cast) -> None:
    few = board(cast, [f"team:{cast.teams['sac'].pk}"], is_anonymous=True)
    with pytest.raises(Forbidden, match="Fewer than ten"):
        actions.suggest(cast.actor("marina"), few.pk, "Segredo")
    with pytest.raises(Forbidden, match="Fewer than ten"):
        actions.open_round(cast.actor("beto"), few.pk, soon())
    shown = queries.board(cast.actor("marina"), few.pk)
    assert not queries.is_protected(cast.actor("marina"), shown)


def tallies(where: Board, ideas: list[Idea]) -> list[tuple[int | None, int | None, str]]:
    told = {one.idea_id: (one.fewest, one.most, one.why) for one in Tally.objects.all()}
    return [told[idea.pk] for idea in ideas]


def test_votes_are_told_as_bands_past_the_gate_once_the_round_has_closed(
    cast: Cast, secret: Board, crew: list[Actor]
) -> None:
    ideas = published(crew, secret)
    beto = cast.actor("beto")
    with pytest.raises(Conflict, match="No round"):
        actions.vote(crew[0], ideas[0].pk)
    actions.open_round(beto, secret.pk, soon())
    for n, voters in enumerate((12, 6, 5, 0, 7, 3)):
        for actor in crew[:voters]:
            assert actions.vote(actor, ideas[n].pk) is True
    actions.vote(crew[0], ideas[3].pk)
    assert actions.vote(crew[0], ideas[3].pk) is False
    for reader in (beto, crew[0]):
        for one in listed(reader, secret):
            counts = [one[name] for name in ("votes", "fewest", "most", "why")]
            assert counts == [None, None, None, None]
    mine = {one["id"] for one in listed(crew[5], secret) if one["mine"]}
    assert mine == {ideas[0].pk, ideas[1].pk, ideas[4].pk}
    assert not {one["id"] for one in listed(crew[13], secret) if one["mine"]}
    actions.close_round(beto, secret.pk)
    told = tallies(secret, ideas)
    assert told[0] == (10, 19, "")
    # six and seven differ by one person: of the two only one may be told
    assert sorted([told[1], told[4]], key=str) == [(5, 9, ""), (None, None, "together")]
    assert [told[n][2] for n in (2, 3, 5)] == ["too_few"] * 3
    current = Round.objects.get()
    assert (current.voted_fewest, current.voted_most) in {(10, 19), (None, None)}
    assert not Slip.objects.exists()


def test_what_is_told_exposes_no_small_group_whatever_people_vote(
    cast: Cast, secret: Board, crew: list[Actor]
) -> None:
    ideas = published(crew, secret)
    beto, lot = cast.actor("beto"), random.Random(7)
    for _round in range(4):
        actions.open_round(beto, secret.pk, soon())
        voters = {idea.pk: set[int]() for idea in ideas}
        for actor in crew:
            for idea in ideas:
                if lot.random() < 0.6:
                    actions.vote(actor, idea.pk)
                    voters[idea.pk].add(actor.me)
        actions.close_round(beto, secret.pk)
        current = Round.objects.latest("number")
        told = [
            frozenset(voters[one.idea_id]) for one in current.tallies.filter(fewest__isnull=False)
        ]
        if current.voted_fewest:
            told.append(frozenset().union(*voters.values()))
        assert told
        # for each reader, who knows what they voted themselves
        assert exposed(told, k=6) == []


def test_slips_keep_one_size_and_boxes_too(secret: Board, crew: list[Actor], cast: Cast) -> None:
    ideas = published(crew, secret)
    actions.open_round(cast.actor("beto"), secret.pk, soon())
    for n, actor in enumerate(crew[:5]):
        for idea in ideas[:n]:
            actions.vote(actor, idea.pk)
        actions.vote(actor, ideas[5].pk)
    assert len({len(bytes(one.box)) for one in Slip.objects.all()}) == 1
    actions.suggest(crew[0], secret.pk, "A")
    actions.suggest(crew[1], secret.pk, "B" * 120, "ç" * 4000)
    actions.comment(crew[2], ideas[0].pk, 'Aspas " e \n linhas' * 100)
    assert len({len(bytes(one.box)) for one in Sealed.objects.all()}) == 1


def test_merged_ideas_are_voted_for_once_and_hidden_ones_not_at_all(
    cast: Cast, secret: Board, crew: list[Actor]
) -> None:
    one, two, *_rest = published(crew, secret)
    beto = cast.actor("beto")
    actions.open_round(beto, secret.pk, soon())
    for actor in crew[:5]:
        actions.vote(actor, one.pk)
    for actor in crew[3:9]:
        actions.vote(actor, two.pk)
    actions.merge(beto, one.pk, two.pk)
    actions.close_round(beto, secret.pk)
    told = Tally.objects.get(idea=two)
    assert (told.fewest, told.most) == (5, 9)  # nine people, of whom two voted for both
    assert not Tally.objects.filter(idea=one).exists()
    actions.hide(beto, two.pk, "Fala de alguém")
    (shown,) = [found for found in listed(crew[0], secret) if found["hidden_at"]]
    assert (shown["title"], shown["words"], shown["hidden_why"]) == ("", "", "Fala de alguém")


def test_a_round_whose_key_is_gone_is_lost_and_says_so(
    cast: Cast, secret: Board, crew: list[Actor]
) -> None:
    ideas = published(crew, secret)
    before = files()
    made = actions.open_round(cast.actor("beto"), secret.pk, soon())
    actions.vote(crew[0], ideas[0].pk)
    for file in files() - before:
        file.unlink()
    with pytest.raises(Conflict):
        actions.vote(crew[1], ideas[0].pk)
    assert listed(crew[0], secret)[0]["mine"] is False
    with clock.at(soon(8)):
        assert actions.close_due() == 1
    made.refresh_from_db()
    assert made.is_lost
    assert not Tally.objects.exists()
    assert not Slip.objects.exists()


def test_a_round_closes_by_itself_and_publishes_what_is_enough(
    cast: Cast, secret: Board, crew: list[Actor]
) -> None:
    actions.open_round(cast.actor("beto"), secret.pk, clock.now() + timedelta(minutes=5))
    hand_in(crew, secret, 8)
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert actions.close_due() == 1
    assert Idea.objects.count() == 8
    assert Round.objects.get().closed_at is not None


def test_the_database_itself_refuses_an_author_and_a_voter(
    cast: Cast, secret: Board, crew: list[Actor]
) -> None:
    idea = published(crew, secret)[0]
    ana = cast.people["ana"].pk
    for change in (
        lambda: Idea.objects.filter(pk=idea.pk).update(author_id=ana),
        lambda: idea.votes.create(person_id=ana),
        lambda: idea.comments.create(author_id=ana, words="x", created_at=clock.now()),
        lambda: Board.objects.filter(pk=secret.pk).update(is_anonymous=False),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    actions.say(cast.actor("beto"), idea.pk, "Obrigado a todos")
    assert Comment.objects.get().is_official


def test_nothing_in_history_says_who_wrote_or_voted(
    cast: Cast, secret: Board, crew: list[Actor]
) -> None:
    ideas = published(crew, secret)
    actions.open_round(cast.actor("beto"), secret.pk, soon())
    last = Event.objects.latest("pk").pk
    actions.vote(crew[0], ideas[0].pk)
    actions.suggest(crew[1], secret.pk, "Outra")
    actions.comment(crew[2], ideas[0].pk, "Sim")
    assert not Event.objects.filter(pk__gt=last).exists()


def test_too_many_letters_are_refused_by_field(secret: Board, crew: list[Actor]) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.suggest(crew[0], secret.pk, "Oi", "x" * 4001)
    assert "words" in refusal.value.fields
