"""Which inboxes exist for whom."""

from __future__ import annotations

import pytest

from balcao.core.actor import NOBODY, SYSTEM, Actor, Hat
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.register.access.actors import Level
from balcao.register.teams.actions import change_team
from balcao.service.inboxes import actions, queries
from tests.cast import Cast

EVERY = {"sac", "ti", "rh"}


def _names(actor: Actor) -> set[str]:
    return {row["address"].split("@")[0] for row in queries.usable(actor)}


def test_one_may_write_where_ones_side_is_received(cast: Cast) -> None:
    for name in ("joao", "zoe"):
        assert _names(cast.actor(name)) == {"sac"}
    for name in ("carlos", "lucia", "ana", "paulo"):
        assert _names(cast.actor(name)) == EVERY
        assert _names(cast.actor(name, Level.LINK)) == {"sac"}
    assert _names(NOBODY) == set()
    assert _names(Actor(person_id=cast.people["joao"].pk, followed=frozenset({1}))) == set()


def test_under_the_agents_hat_one_opens_in_ones_own_inboxes(cast: Cast) -> None:
    assert _names(cast.actor("ana").wearing(Hat.AGENT)) == {"ti"}
    assert _names(cast.actor("ana").wearing(Hat.EXTERNAL)) == {"sac"}


def test_an_inbox_one_may_not_use_answers_as_an_unknown_one(cast: Cast) -> None:
    joao = cast.actor("joao")
    for address in ("rh@boapraca.example", "nada@boapraca.example", ""):
        assert queries.usable_by_address(joao, address) is None
    found = queries.usable_by_address(joao, " SAC@boapraca.example")
    assert found is not None
    assert found["team_id"] == cast.teams["sac"].pk


def test_an_inbox_or_team_at_rest_receives_nothing(cast: Cast) -> None:
    actions.change_inbox(SYSTEM, cast.inboxes["ti"].pk, is_active=False)
    change_team(SYSTEM, cast.teams["rh"].pk, "is_active", False)
    assert _names(cast.actor("carlos")) == {"sac"}


def test_administrators_alone_set_inboxes_up(cast: Cast) -> None:
    beto, team = cast.actor("beto"), cast.teams["sac"].pk
    inbox = actions.add_inbox(beto, " Loja@BoaPraca.example ", team, "external", "Loja")
    assert inbox.address == "loja@boapraca.example"
    actions.change_inbox(beto, inbox.pk, name="Loja da rua", audience="internal")
    assert {row["name"] for row in queries.all_inboxes(beto)} >= {"Loja da rua"}
    for name in ("rita", "lucia", "joao"):
        actor = cast.actor(name)
        with pytest.raises(Forbidden):
            actions.add_inbox(actor, "x@boapraca.example", team, "external")
        with pytest.raises(Forbidden):
            actions.change_inbox(actor, inbox.pk, name="x")
        with pytest.raises(Forbidden):
            queries.all_inboxes(actor)


def test_what_can_be_no_inbox_is_refused(cast: Cast) -> None:
    team = cast.teams["sac"].pk
    with pytest.raises(Conflict):
        actions.add_inbox(SYSTEM, "SAC@boapraca.example", team, "external")
    for address, audience in (("nada", "external"), ("x@boapraca.example", "todos")):
        with pytest.raises(Invalid):
            actions.add_inbox(SYSTEM, address, team, audience)
    with pytest.raises(Invalid):
        actions.change_inbox(SYSTEM, cast.inboxes["sac"].pk, address="x@y.example")
    with pytest.raises(NotFound):
        actions.change_inbox(SYSTEM, 10**9, name="x")
