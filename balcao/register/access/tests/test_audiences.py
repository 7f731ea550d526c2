"""One audience for all that is written for somebody: words, actors and people agree."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balcao.core.actor import NOBODY, SYSTEM, Hat
from balcao.core.errors import Invalid
from balcao.core.sql import row
from balcao.register.access import audiences
from balcao.register.access.actors import Level
from balcao.register.people import actions as people
from tests.cast import Cast

PEOPLE = ("marina", "rita", "ana", "paulo", "carlos", "joao", "zoe", "lucia")


def contained(name: str, audience: list[str], cast: Cast) -> bool:
    found = row(
        f"SELECT {audiences.contains('a.audience')} AS is_in FROM people_person p"
        " CROSS JOIN (SELECT %(audience)s::varchar[] AS audience) a WHERE p.id = %(person)s",
        {**audiences.today(), "audience": audience, "person": cast.people[name].pk},
    )
    assert found is not None
    return bool(found["is_in"])


def read(actor_words: dict[str, object], audience: list[str]) -> bool:
    found = row(
        f"SELECT {audiences.reads('a.audience')} AS reads"
        " FROM (SELECT %(audience)s::varchar[] AS audience) a",
        {**actor_words, "audience": audience},
    )
    assert found is not None
    return bool(found["reads"])


def test_each_answers_to_the_words_of_their_relations_and_teams(cast: Cast) -> None:
    it = f"team:{cast.teams['ti'].pk}"
    assert audiences.words(cast.actor("ana")) == ["employee", "internal", "public", it]
    assert audiences.words(cast.actor("carlos")) == ["contractor", "internal", "public"]
    assert audiences.words(cast.actor("joao")) == ["customer", "public"]
    assert audiences.words(cast.actor("zoe")) == audiences.words(NOBODY) == ["public"]


def test_what_a_hat_does_not_show_is_not_shown(cast: Cast) -> None:
    people.begin_relationship(SYSTEM, cast.people["ana"].pk, "customer")
    ana = cast.actor("ana")
    assert audiences.words(ana.wearing(Hat.EXTERNAL)) == ["customer", "public"]
    assert audiences.words(ana.wearing(Hat.INTERNAL)) == ["employee", "internal", "public"]
    assert audiences.words(cast.actor("ana", Level.LINK)) == ["customer", "public"]


def test_whose_relation_ended_is_out(cast: Cast) -> None:
    people.end_relationship(SYSTEM, cast.people["ana"].relationships.get().pk)
    assert audiences.words(cast.actor("ana")) == ["public"]
    assert not contained("ana", ["internal"], cast)
    assert not contained("ana", [f"team:{cast.teams['ti'].pk}"], cast)


def test_an_audience_is_kept_in_its_shortest_form(cast: Cast) -> None:
    team = f"team:{cast.teams['sac'].pk}"
    assert audiences.checked(["customer", "public", team]) == ["public"]
    assert audiences.checked([team, "supplier", "internal", "customer"]) == ["customer", "internal"]
    assert audiences.checked([" supplier ", "customer", ""]) == ["customer", "supplier"]


@pytest.mark.parametrize(
    "audience", [[], [""], ["everyone"], ["team:"], ["team:999999"], ["team:-1"]]
)
def test_an_audience_that_is_nobodys_or_unknown_is_refused(cast: Cast, audience: list[str]) -> None:
    with pytest.raises(Invalid):
        audiences.checked(audience)


def test_an_audience_is_told_in_words_and_an_unknown_team_without_its_name(cast: Cast) -> None:
    team = cast.teams["sac"].pk
    assert audiences.told(["customer", f"team:{team}"], {team: "SAC"})[1] == "SAC"
    assert "SAC" not in audiences.told(["customer", f"team:{team}"], {})


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(data=st.data())
def test_readers_in_sql_in_words_and_as_people_are_the_same(
    cast: Cast, data: st.DataObject
) -> None:
    teams = [f"team:{team.pk}" for team in cast.teams.values()]
    picked = data.draw(
        st.lists(st.sampled_from([*audiences.WORDS, *teams]), min_size=1, max_size=3)
    )
    audience = audiences.checked(picked)
    for name in PEOPLE:
        actor = cast.actor(name)
        expected = audiences.is_in(actor, audience)
        assert audiences.is_in(actor, picked) is expected
        assert read(audiences.params(actor), audience) is expected
        assert contained(name, audience, cast) is expected
