"""Who is told: by the one audience module; drafts are for who looks after them alone."""

from __future__ import annotations

import pytest

from balcao.core.actor import NOBODY, SYSTEM, Role
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.inside.announcements import actions, queries
from balcao.register.access import actions as access
from balcao.register.access.actors import Level, actor_of
from balcao.register.people import actions as people
from tests.cast import Cast

from .announcing import content, published, told, written

EVERYBODY = ("marina", "rita", "ana", "paulo", "lucia", "beto", "carlos", "joao", "zoe")
INSIDE = {"marina", "rita", "ana", "paulo", "lucia", "beto", "carlos"}


def readers(cast: Cast, level: Level = Level.STRONG) -> set[str]:
    return {name for name in EVERYBODY if told(cast.actor(name, level))}


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (["public"], set(EVERYBODY)),
        (["internal"], INSIDE),
        (["customer"], {"joao"}),
        (["contractor", "customer"], {"joao", "carlos"}),
    ],
)
def test_each_audience_is_told_and_nobody_else(
    cast: Cast, audience: list[str], expected: set[str]
) -> None:
    made = published(cast.actor("beto"), audience)
    assert readers(cast) == expected
    assert (told(NOBODY) != []) is (audience == ["public"])
    for name in EVERYBODY:
        if name not in expected | {"beto"}:
            with pytest.raises(NotFound):
                queries.announcement(cast.actor(name), made.pk)
            with pytest.raises(NotFound):
                actions.see(cast.actor(name), made.pk)
            with pytest.raises(NotFound):
                actions.confirm(cast.actor(name), made.pk, edition=1)


def test_a_team_is_told_of_its_own_and_a_link_opens_nothing_of_the_inside(cast: Cast) -> None:
    sac = cast.teams["sac"].pk
    published(cast.actor("rita"), [f"team:{sac}"], team_id=sac)
    assert readers(cast) == {"marina", "rita"}
    published(cast.actor("beto"), ["internal"])
    assert readers(cast, Level.LINK) == set()


def test_a_draft_is_read_by_who_looks_after_it_alone(cast: Cast) -> None:
    made = written(cast.actor("rita"), ["public"], team_id=cast.teams["sac"].pk)
    assert readers(cast) == set()
    seen = set()
    for name in EVERYBODY:
        try:
            queries.draft(cast.actor(name), made.pk)
        except NotFound:
            assert queries.kept(cast.actor(name))[0] == []
        else:
            seen.add(name)
    assert seen == {"rita", "beto"}


def test_a_confidential_teams_drafts_are_its_own(cast: Cast) -> None:
    rh = cast.teams["rh"].pk
    access.set_membership(SYSTEM, cast.people["paulo"].pk, rh, Role.SUPERVISOR)
    made = written(cast.actor("paulo"), ["internal"], team_id=rh)
    beto = cast.actor("beto")
    assert queries.kept(beto)[0] == []
    for act in (
        lambda: queries.draft(beto, made.pk),
        lambda: actions.publish(beto, made.pk),
        lambda: actions.discard(beto, made.pk),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Forbidden):
        written(beto, team_id=rh)
    access.set_membership(SYSTEM, beto.me, cast.teams["ti"].pk, Role.SUPERVISOR)
    access.break_glass(cast.actor("beto"), rh, "um caso que ninguém pode ver sozinho")
    looking = cast.actor("beto")
    assert rh in looking.teams
    assert queries.kept(looking)[0] == []
    assert rh not in [team["id"] for team in queries.writable_teams(looking)]
    actions.publish(cast.actor("paulo"), made.pk)
    with pytest.raises(NotFound):
        queries.reach(beto, made.pk)
    assert told(beto) == ["Novo horário"]


def test_supervisors_announce_for_their_team_and_administrators_for_the_company(
    cast: Cast,
) -> None:
    rita, sac = cast.actor("rita"), cast.teams["sac"].pk
    assert written(rita, team_id=sac).team_id == sac
    with pytest.raises(Forbidden):
        written(rita)
    with pytest.raises(Forbidden):
        written(rita, team_id=cast.teams["ti"].pk)
    for name in ("marina", "joao", "lucia", "carlos"):
        with pytest.raises(NotFound):
            written(cast.actor(name))
    assert written(cast.actor("beto")).team_id is None


def test_an_audience_of_a_team_that_does_not_exist_for_the_author_is_refused(cast: Cast) -> None:
    rita, sac = cast.actor("rita"), cast.teams["sac"].pk
    for audience in ([], ["alguem"], [f"team:{cast.teams['rh'].pk}"]):
        with pytest.raises(Invalid) as refusal:
            actions.write(rita, content(), audience, team_id=sac)
        assert "audience" in refusal.value.fields


def test_whoever_joins_later_is_told_while_it_lasts_and_who_leaves_no_longer(cast: Cast) -> None:
    made = published(cast.actor("beto"), ["internal"])
    assert made.recipients == 7
    person = people.register_person(SYSTEM, "Nova", email="nova@boapraca.example", is_work=True)
    tie = people.begin_relationship(SYSTEM, person.pk, "employee")
    assert told(actor_of(person.pk, Level.STRONG)) == ["Novo horário"]
    assert queries.reach(cast.actor("beto"), made.pk).asked == 8
    assert queries.reach(cast.actor("beto"), made.pk).recipients == 7
    tie.since_on = tie.since_on.replace(year=2020)
    tie.save()
    people.end_relationship(SYSTEM, tie.pk, tie.since_on.replace(year=2021))
    assert told(actor_of(person.pk, Level.STRONG)) == []
