"""Who may arrange what."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.service.routing import actions, queries
from balcao.service.routing.models import Capacity, PersonSkill, Skill, SkillNeed
from tests.cast import Cast


def test_supervisors_arrange_their_own_teams_and_administrators_all(cast: Cast) -> None:
    sac, ti = cast.teams["sac"].pk, cast.teams["ti"].pk
    rita, beto = cast.actor("rita"), cast.actor("beto")
    actions.set_routing(rita, sac, is_automatic=True)
    actions.set_routing(beto, ti, is_automatic=True)
    for name, team in (("rita", ti), ("marina", sac), ("lucia", sac), ("joao", sac)):
        with pytest.raises(Forbidden):
            actions.set_routing(cast.actor(name), team, is_automatic=False)
    assert [team["id"] for team in queries.teams(rita)] == [sac]
    assert len(queries.teams(beto)) == 3
    assert queries.teams(cast.actor("marina")) == []
    with pytest.raises(NotFound):
        queries.arrangement(rita, ti)
    fact = Event.objects.filter(name="RoutingSet").order_by("pk")[0]
    assert (fact.subject_id, fact.data["automatic"]) == (sac, True)


def test_skills_levels_and_needs_are_kept_and_dropped(cast: Cast) -> None:
    sac, marina = cast.teams["sac"].pk, cast.people["marina"].pk
    rita = cast.actor("rita")
    skill = actions.add_skill(rita, " Trocas \n", team_id=sac)
    assert skill.name == "Trocas"
    with pytest.raises(Conflict):
        actions.add_skill(rita, "Trocas", team_id=sac)
    actions.set_person_skill(rita, marina, skill.pk, 4)
    actions.set_need(rita, sac, skill.pk, 3, kind="complaint")
    told = queries.arrangement(rita, sac)
    assert told["people"][0]["skills"] == [{"skill_id": skill.pk, "name": "Trocas", "level": 4}]
    assert [(line["kind"], line["level"]) for line in told["needs"]] == [("complaint", 3)]
    actions.set_person_skill(rita, marina, skill.pk, 0)
    actions.set_need(rita, sac, skill.pk, 0, kind="complaint")
    assert not PersonSkill.objects.exists()
    assert not SkillNeed.objects.exists()
    actions.remove_skill(rita, skill.pk)
    assert not Skill.objects.exists()


@pytest.mark.parametrize("level", [-1, 6])
def test_a_level_goes_from_one_to_five(cast: Cast, level: int) -> None:
    skill = actions.add_skill(SYSTEM, "Trocas")
    with pytest.raises(Invalid):
        actions.set_person_skill(SYSTEM, cast.people["marina"].pk, skill.pk, level)


def test_the_company_s_skills_and_other_people_are_not_a_supervisor_s(cast: Cast) -> None:
    rita = cast.actor("rita")
    with pytest.raises(Forbidden):
        actions.add_skill(rita, "Inglês", language="en")
    hidden = actions.add_skill(SYSTEM, "Folha", team_id=cast.teams["rh"].pk)
    with pytest.raises(NotFound):
        actions.set_need(rita, cast.teams["sac"].pk, hidden.pk, 1)
    with pytest.raises(NotFound):
        actions.remove_skill(rita, hidden.pk)
    for stranger in ("paulo", "joao"):
        with pytest.raises(NotFound):
            actions.set_capacity(rita, cast.people[stranger].pk, 3)
    with pytest.raises(NotFound):
        actions.set_need(SYSTEM, cast.teams["sac"].pk, hidden.pk, 1)


@pytest.mark.parametrize("language", ["tlh", "pt_BR.utf8"])
def test_a_language_is_one_of_the_desk_s_and_of_no_team(cast: Cast, language: str) -> None:
    with pytest.raises(Invalid):
        actions.add_skill(SYSTEM, "Klingon", language=language)
    with pytest.raises(Invalid):
        actions.add_skill(SYSTEM, "Inglês", team_id=cast.teams["sac"].pk, language="en")


def test_capacity_is_by_channel_or_in_all_and_goes_back_to_the_default(cast: Cast) -> None:
    marina = cast.people["marina"].pk
    actions.set_capacity(SYSTEM, marina, 5)
    actions.set_capacity(SYSTEM, marina, 2, "chat")
    actions.set_capacity(SYSTEM, marina, 3, "chat")
    assert dict(Capacity.objects.values_list("channel", "at_once")) == {"": 5, "chat": 3}
    actions.set_capacity(SYSTEM, marina, None)
    assert dict(Capacity.objects.values_list("channel", "at_once")) == {"chat": 3}
    for at_once, channel in ((-1, ""), (501, ""), (1, "x" * 13), (1, "a b")):
        with pytest.raises(Invalid):
            actions.set_capacity(SYSTEM, marina, at_once, channel)


def test_tickets_neither_leave_nor_enter_a_confidential_team_by_themselves(cast: Cast) -> None:
    sac, ti, rh = (cast.teams[name].pk for name in ("sac", "ti", "rh"))
    for team, other in ((rh, sac), (sac, rh)):
        with pytest.raises(Invalid):
            actions.set_routing(
                SYSTEM, team, is_automatic=True, overflow_team_id=other, overflow_after_seconds=600
            )
    rita = cast.actor("rita")
    with pytest.raises(NotFound):
        actions.set_routing(
            rita, sac, is_automatic=True, overflow_team_id=rh, overflow_after_seconds=600
        )
    for other, seconds in ((sac, 600), (ti, None), (ti, 5), (ti, 10**8)):
        with pytest.raises(Invalid):
            actions.set_routing(
                rita, sac, is_automatic=True, overflow_team_id=other, overflow_after_seconds=seconds
            )


def test_a_team_nobody_arranged_has_the_defaults(cast: Cast) -> None:
    told = queries.arrangement(SYSTEM, cast.teams["ti"].pk)
    assert (told["rule"]["is_automatic"], told["rule"]["is_sticky"]) == (False, True)
    assert told["people"][0]["capacities"] == {}
