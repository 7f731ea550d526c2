"""Which teams exist for whom."""

from __future__ import annotations

import pytest

from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.register.access.actors import Level
from balcao.register.teams import actions, queries
from tests.cast import Cast


def test_a_confidential_team_exists_for_its_members_and_administrators(cast: Cast) -> None:
    seen = {name: {row["name"] for row in queries.teams(cast.actor(name))} for name in cast.people}
    assert seen["marina"] == seen["ana"] == {"SAC", "TI"}
    assert seen["paulo"] == seen["beto"] == {"SAC", "TI", "RH"}
    for name in ("lucia", "carlos", "joao", "zoe"):
        assert seen[name] == set()
    assert queries.teams(cast.actor("ana", Level.LINK)) == queries.teams(NOBODY) == []


def test_a_team_is_named_once_and_by_something(cast: Cast) -> None:
    with pytest.raises(Conflict):
        actions.add_team(SYSTEM, " SAC ")
    with pytest.raises(Conflict):
        actions.change_team(SYSTEM, cast.teams["ti"].pk, "name", "SAC")
    for name in ("", "  \n"):
        with pytest.raises(Invalid):
            actions.add_team(SYSTEM, name)
    with pytest.raises(Invalid):
        actions.change_team(SYSTEM, cast.teams["ti"].pk, "id", "7")
    with pytest.raises(NotFound):
        actions.change_team(SYSTEM, 10**9, "name", "X")


def test_clients_read_the_public_name(cast: Cast) -> None:
    team = actions.add_team(SYSTEM, "SAC nível 2")
    assert team.public_name == "SAC nível 2"
    actions.change_team(SYSTEM, team.pk, "public_name", "Atendimento")
    team.refresh_from_db()
    assert (team.name, team.public_name) == ("SAC nível 2", "Atendimento")


def test_administrators_alone_set_teams_up(cast: Cast) -> None:
    for name in ("rita", "lucia", "joao"):
        with pytest.raises(Forbidden):
            actions.add_team(cast.actor(name), "Nova")
        with pytest.raises(Forbidden):
            actions.change_team(cast.actor(name), cast.teams["ti"].pk, "name", "Nova")
