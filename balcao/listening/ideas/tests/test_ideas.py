"""Ideas under one's name: written, voted for, merged, hidden, and answered."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from balcao.core import clock
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.ideas import actions, queries
from balcao.listening.ideas.models import Idea, Vote
from tests.cast import Cast
from tests.statements import counted

from .suggesting import board, colleagues, idea, listed, soon


def test_one_vote_a_person_and_it_may_be_taken_back(cast: Cast) -> None:
    made = board(cast)
    there = idea(cast.actor("ana"), made)
    marina = cast.actor("marina")
    assert actions.vote(marina, there.pk) is True
    assert actions.vote(marina, there.pk, True) is True
    assert listed(marina, made)[0]["votes"] == 1
    assert listed(marina, made)[0]["mine"] is True
    assert listed(cast.actor("ana"), made)[0]["mine"] is False
    assert actions.vote(marina, there.pk) is False
    assert actions.vote(marina, there.pk, False) is False
    assert listed(marina, made)[0]["votes"] == 0
    told = Event.objects.filter(subject_type="idea").values_list("name", flat=True)
    assert sorted(told) == ["IdeaSuggested", "IdeaVoteTaken", "IdeaVoted"]


def test_merged_duplicates_keep_each_voter_once_and_part_again_exactly(cast: Cast) -> None:
    made = board(cast)
    one, two, three = (idea(cast.actor("ana"), made, f"Café {n}") for n in range(3))
    crew = colleagues(6)
    for actor in crew[:4]:
        actions.vote(actor, one.pk)
    for actor in crew[2:5]:
        actions.vote(actor, two.pk)
    actions.vote(crew[5], three.pk)
    before = set(Vote.objects.values_list("idea_id", "person_id"))
    beto = cast.actor("beto")
    actions.merge(beto, one.pk, two.pk)
    assert [(told["id"], told["votes"]) for told in listed(beto, made)] == [
        (two.pk, 5),
        (three.pk, 1),
    ]
    actions.merge(beto, two.pk, three.pk)
    (told,) = listed(beto, made)
    assert (told["id"], told["votes"]) == (three.pk, 6)
    assert {m["id"] for m in queries.merged(beto, [three.pk])[three.pk]} == {one.pk, two.pk}
    assert set(Vote.objects.values_list("idea_id", "person_id")) == before
    actions.part(beto, two.pk)
    assert {t["id"]: t["votes"] for t in listed(beto, made)} == {two.pk: 5, three.pk: 1}
    actions.part(beto, one.pk)
    assert {t["id"]: t["votes"] for t in listed(beto, made)} == {one.pk: 4, two.pk: 3, three.pk: 1}
    assert set(Vote.objects.values_list("idea_id", "person_id")) == before


def test_a_vote_on_a_merged_idea_is_taken_back_whole(cast: Cast) -> None:
    made = board(cast)
    one, two = (idea(cast.actor("ana"), made, f"Café {n}") for n in range(2))
    marina, beto = cast.actor("marina"), cast.actor("beto")
    for there in (one, two):
        actions.vote(marina, there.pk)
    actions.merge(beto, one.pk, two.pk)
    assert listed(marina, made)[0]["votes"] == 1
    assert actions.vote(marina, one.pk) is False
    assert listed(marina, made)[0]["votes"] == 0


def test_merging_wrongly_is_refused(cast: Cast) -> None:
    made, other = board(cast), board(cast, name="Outro")
    beto = cast.actor("beto")
    one, two, far = idea(beto, made), idea(beto, made, "Chá"), idea(beto, other)
    with pytest.raises(Invalid):
        actions.merge(beto, one.pk, one.pk)
    with pytest.raises(NotFound):
        actions.merge(beto, one.pk, far.pk)
    with pytest.raises(Invalid):
        actions.part(beto, one.pk)
    actions.merge(beto, one.pk, two.pk)
    with pytest.raises(Invalid):
        actions.merge(beto, one.pk, two.pk)
    with pytest.raises(Invalid):
        actions.merge(beto, two.pk, one.pk)


def test_a_round_hides_counts_from_everybody_in_every_way(cast: Cast) -> None:
    made = board(cast, has_rounds=True)
    beto, crew = cast.actor("beto"), colleagues(8)
    with pytest.raises(Conflict):
        idea(beto, made)
    actions.open_round(beto, made.pk, soon())
    ideas = [idea(crew[0], made, f"Ideia {n}") for n in range(6)]
    for actor in crew:
        actions.vote(actor, ideas[0].pk)
    for order in ("most", "newest"):
        told = listed(beto, made, order=order)
        assert {one["votes"] for one in told} == {None}
    orders = {tuple(one["id"] for one in listed(actor, made)) for actor in crew}
    assert len(orders) > 1
    assert [one["id"] for one in listed(crew[0], made)] == [
        one["id"] for one in listed(crew[0], made)
    ]
    with clock.at(soon(1)):
        assert listed(crew[0], made)
    facts = Event.objects.filter(name__startswith="Vote").values_list("subject_type", "data")
    assert set(map(str, facts)) == {"('board', {})"}
    actions.close_round(beto, made.pk)
    shown = listed(crew[3], made)
    assert (shown[0]["id"], shown[0]["votes"]) == (ideas[0].pk, 8)
    with pytest.raises(Conflict):
        actions.vote(crew[0], ideas[1].pk)


def test_pages_of_a_list_show_each_idea_once_in_whatever_order(cast: Cast) -> None:
    made = board(cast, has_rounds=True)
    beto, crew = cast.actor("beto"), colleagues(4)
    actions.open_round(beto, made.pk, soon())
    ideas = [idea(beto, made, f"Ideia {n}") for n in range(7)]
    for n, actor in enumerate(crew):
        for one in ideas[: n + 1]:
            actions.vote(actor, one.pk)
    for is_open in (True, False):
        if not is_open:
            actions.close_round(beto, made.pk)
        for order in ("most", "newest"):
            whole = [one["id"] for one in listed(beto, made, order=order)]
            found, cursor = [], ""
            while True:
                shown, following = queries.ideas(
                    beto, queries.board(beto, made.pk), order=order, cursor=cursor, limit=2
                )
                found += [one["id"] for one in shown]
                if not following:
                    break
                cursor = following
            assert found == whole
            assert len(set(whole)) == 7
    assert whole == sorted(whole, reverse=True)
    with pytest.raises(Invalid):
        queries.ideas(beto, queries.board(beto, made.pk), cursor="nada")


def test_what_is_hidden_is_read_by_its_author_with_the_reason(cast: Cast) -> None:
    made = board(cast)
    ana, marina, beto = cast.actor("ana"), cast.actor("marina"), cast.actor("beto")
    there = idea(ana, made)
    with pytest.raises(Invalid):
        actions.hide(beto, there.pk, " ")
    actions.hide(beto, there.pk, "Fala de um colega")
    assert listed(marina, made) == []
    with pytest.raises(NotFound):
        queries.idea(marina, there.pk)
    with pytest.raises(NotFound):
        actions.vote(marina, there.pk)
    assert queries.idea(ana, there.pk)[1]["hidden_why"] == "Fala de um colega"
    assert [one["kind"] for one in queries.notices(ana)] == ["hidden"]
    actions.unhide(beto, there.pk)
    assert [one["id"] for one in listed(marina, made)] == [there.pk]
    assert Idea.objects.filter(pk=there.pk).exists()


def test_a_hidden_comment_keeps_its_place_without_its_words(cast: Cast) -> None:
    made = board(cast)
    there = idea(cast.actor("ana"), made)
    said = actions.comment(cast.actor("marina"), there.pk, "Acho ruim")
    assert said.id is not None
    actions.hide_comment(cast.actor("beto"), said.id, "Ofende")
    found = queries.board(cast.actor("ana"), made.pk)
    (told,) = queries.comments(cast.actor("ana"), found, [there.pk])[there.pk]
    assert (told["words"], told["hidden_why"]) == ("", "Ofende")
    (own,) = queries.comments(cast.actor("marina"), found, [there.pk])[there.pk]
    assert own["words"] == "Acho ruim"
    actions.unhide_comment(cast.actor("beto"), said.id)
    (told,) = queries.comments(cast.actor("ana"), found, [there.pk])[there.pk]
    assert told["words"] == "Acho ruim"


def test_customers_read_first_names_and_no_address_or_number(cast: Cast) -> None:
    made = board(cast, ["customer"])
    joao = cast.actor("joao")
    there = idea(
        joao, made, "Sofá", "Me liguem: 11 98765-4321 ou joao@cliente.example, 529.982.247-25"
    )
    found, told = queries.idea(joao, there.pk)
    assert told["called"] == "João"
    for secret in ("98765", "joao@", "529"):
        assert secret not in told["words"]
    assert queries.idea(cast.actor("beto"), there.pk)[1]["called"] == "João Souza"
    assert "Souza" not in str(queries.ideas(joao, found)[0][0]["called"])


def test_similar_ideas_are_of_this_board_alone(cast: Cast) -> None:
    made, other = board(cast), board(cast, name="Outro")
    beto = cast.actor("beto")
    near = idea(beto, made, "Reclamações sobre estações de café")
    idea(beto, made, "Bicicletário coberto")
    idea(beto, other, "Reclamação sobre estação de café")
    found = queries.board(beto, made.pk)
    assert [one["id"] for one in queries.similar(beto, found, "reclamacao da estacao")] == [near.pk]
    assert queries.similar(beto, found, "de a o") == []


def test_closed_boards_take_nothing_and_stay_readable(cast: Cast) -> None:
    made, beto = board(cast), cast.actor("beto")
    there = idea(beto, made)
    actions.close_board(beto, made.pk)
    for act in (
        lambda: actions.suggest(beto, made.pk, "Outra"),
        lambda: actions.vote(beto, there.pk),
        lambda: actions.comment(beto, there.pk, "Olá"),
    ):
        with pytest.raises(Forbidden):
            act()
    assert listed(cast.actor("ana"), made)
    actions.answer(beto, there.pk, "done", "Feito")
    actions.reopen_board(beto, made.pk)
    assert idea(beto, made, "Outra")


def test_lists_cost_the_same_for_two_and_for_twenty(cast: Cast) -> None:
    made, beto, marina = board(cast), cast.actor("beto"), cast.actor("marina")

    def read() -> None:
        found = queries.board(marina, made.pk)
        told = queries.ideas(marina, found)[0]
        queries.comments(marina, found, [one["id"] for one in told])
        queries.boards(marina)

    costs = []
    for count in (2, 18):
        for n in range(count):
            there = idea(beto if n % 2 else cast.actor("ana"), made, f"Ideia {n}")
            actions.vote(cast.actor("marina"), there.pk)
            actions.comment(cast.actor("marina"), there.pk, "Boa")
        costs.append(counted(read))
    assert costs[0] == costs[1] <= 4


def test_whether_a_board_is_anonymous_stands_once_somebody_wrote(cast: Cast) -> None:
    made, beto = board(cast), cast.actor("beto")
    actions.change_board(beto, made.pk, {"is_anonymous": True})
    actions.change_board(beto, made.pk, {"is_anonymous": False, "has_rounds": False, "k": 6})
    idea(beto, made)
    with pytest.raises(Forbidden):
        actions.change_board(beto, made.pk, {"is_anonymous": True})
    with pytest.raises(Forbidden):
        actions.change_board(beto, made.pk, {"k": 5})
    for change in ({"is_anonymous": True, "has_rounds": True}, {"k": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(made).objects.filter(pk=made.pk).update(**change)
