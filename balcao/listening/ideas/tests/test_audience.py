"""Boards per audience: by hats, relationships and teams; for a stranger there is none."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.listening.ideas import actions, queries
from balcao.register.access import actions as access
from balcao.register.access.actors import Level
from balcao.register.people import actions as people
from tests.cast import Cast

from .suggesting import board, idea

EVERYBODY = ("marina", "rita", "ana", "paulo", "lucia", "beto", "carlos", "joao", "zoe")


def seers(cast: Cast, board_id: int, level: Level = Level.STRONG) -> set[str]:
    found = set()
    for name in EVERYBODY:
        actor = cast.actor(name, level)
        shown = {one["id"] for one in queries.boards(actor)[0]}
        try:
            queries.board(actor, board_id)
        except NotFound:
            assert board_id not in shown
        else:
            assert board_id in shown
            found.add(name)
    return found


def test_each_audience_sees_its_board_and_nobody_else_does(cast: Cast) -> None:
    inside = {"marina", "rita", "ana", "paulo", "lucia", "beto", "carlos"}
    assert seers(cast, board(cast, ["customer"]).pk) == {"joao", "beto"}
    assert seers(cast, board(cast, ["internal"]).pk) == inside
    assert seers(cast, board(cast, ["internal"]).pk, Level.LINK) == set()
    few = board(cast, ["contractor"])
    assert seers(cast, few.pk) == {"carlos", "beto"}
    team = board(cast, [f"team:{cast.teams['rh'].pk}"])
    assert seers(cast, team.pk) == {"paulo", "beto"}


def test_an_ended_relationship_closes_a_board(cast: Cast) -> None:
    made = board(cast, ["customer"])
    tie = cast.people["joao"].relationships.get()
    tie.since_on = tie.since_on.replace(year=2020)
    tie.save()
    people.end_relationship(SYSTEM, tie.pk, tie.since_on.replace(year=2021))
    assert seers(cast, made.pk) == {"beto"}


def test_who_looks_through_broken_glass_is_of_no_team(cast: Cast) -> None:
    made = board(cast, [f"team:{cast.teams['rh'].pk}"])
    access.set_membership(SYSTEM, cast.people["ana"].pk, cast.teams["ti"].pk, Role.SUPERVISOR)
    access.break_glass(
        cast.actor("ana"), cast.teams["rh"].pk, "um caso que ninguém pode ver sozinho"
    )
    assert cast.teams["rh"].pk in cast.actor("ana").teams
    assert "ana" not in seers(cast, made.pk)


def test_a_stranger_may_do_nothing_on_a_board(cast: Cast) -> None:
    made = board(cast)
    there = idea(cast.actor("ana"), made)
    zoe, joao = cast.actor("zoe"), cast.actor("joao")
    for actor in (zoe, joao):
        for act in (
            lambda who: actions.suggest(who, made.pk, "Outra"),
            lambda who: actions.vote(who, there.pk),
            lambda who: actions.comment(who, there.pk, "Olá"),
            lambda who: actions.answer(who, there.pk, "planned", "Sim"),
            lambda who: actions.hide(who, there.pk, "Não"),
            lambda who: actions.merge(who, there.pk, there.pk),
            lambda who: actions.open_round(who, made.pk, made.created_at),
            lambda who: actions.change_board(who, made.pk, {"name": "Minha"}),
            lambda who: queries.idea(who, there.pk),
        ):
            with pytest.raises(NotFound):
                act(actor)


def test_who_takes_part_may_not_look_after(cast: Cast) -> None:
    made = board(cast)
    there = idea(cast.actor("ana"), made)
    marina = cast.actor("marina")
    with pytest.raises(NotFound):
        actions.answer(marina, there.pk, "planned", "Sim")
    with pytest.raises(NotFound):
        actions.close_board(marina, made.pk)
    assert not queries.board(marina, made.pk)["is_kept"]


def test_who_may_ask_begins_boards_and_supervisors_for_their_team(cast: Cast) -> None:
    rita, sac = cast.actor("rita"), cast.teams["sac"].pk
    made = actions.add_board(rita, "Da loja", ["customer"], team_id=sac)
    assert queries.board(rita, made.pk)["is_kept"]
    with pytest.raises(Forbidden):
        actions.add_board(rita, "De todos", ["internal"])
    for name in ("marina", "joao", "lucia"):
        with pytest.raises(NotFound):
            actions.add_board(cast.actor(name), "Meu", ["internal"])
    with pytest.raises(Invalid):
        actions.add_board(rita, "Gente", [f"team:{cast.teams['rh'].pk}"], team_id=sac)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"audience": ["ninguem"]}, "audience"),
        ({"audience": []}, "audience"),
        ({"audience": ["primo"]}, "audience"),
        ({"audience": ["team:0"]}, "audience"),
        ({"audience": ["public"]}, "audience"),
        ({"audience": ["internal"], "name": " "}, "name"),
        ({"audience": ["internal"], "answer_days": 0}, "answer_days"),
        ({"audience": ["internal"], "answer_days": 91}, "answer_days"),
        ({"audience": ["internal"], "k": 4}, "k"),
        ({"audience": ["internal"], "calendar_id": 10**9}, "calendar_id"),
        ({"audience": ["customer"], "is_anonymous": True}, "is_anonymous"),
    ],
)
def test_a_wrong_board_is_refused_with_its_field(
    cast: Cast, told: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        board(cast, **told)  # type: ignore[arg-type]
    assert field in refusal.value.fields


def test_what_one_wrote_as_a_colleague_is_not_read_by_a_private_link(cast: Cast) -> None:
    made = board(cast)
    idea(cast.actor("ana"), made)
    assert [one["board"] for one in queries.own(cast.actor("ana"))] == ["Ideias"]
    by_link = cast.actor("ana", Level.LINK)
    assert queries.own(by_link) == []
    actions.answer(cast.actor("beto"), idea(cast.actor("ana"), made).pk, "planned", "Sim")
    assert queries.notices(by_link) == []
    assert queries.glance(by_link) == (False, 0)
