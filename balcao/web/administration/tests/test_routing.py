"""Arranging how a team's tickets find their agents."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from balcao.service.routing.models import Capacity, PersonSkill, Skill, SkillNeed, TeamRouting
from balcao.web.hats import KEY
from tests.cast import Cast


def browser(cast: Cast, name: str) -> Client:
    session = SessionStore()
    session[KEY] = {"person": cast.people[name].pk, "level": "strong", "handle": None}
    session.create()
    client = Client()
    client.cookies["sessionid"] = session.session_key or ""
    return client


@pytest.mark.parametrize("name", ["beto", "rita"])
def test_a_team_is_arranged_by_administrators_and_its_own_supervisors(
    cast: Cast, name: str
) -> None:
    client = browser(cast, name)
    sac, ti = cast.teams["sac"].pk, cast.teams["ti"].pk
    place = f"/administracao/distribuicao/{sac}/"
    client.post(
        place,
        {
            "is_automatic": "1",
            "default_limit": "6",
            "overflow_team": ti,
            "overflow_minutes": "30",
        },
    )
    rule = TeamRouting.objects.get()
    assert (rule.is_automatic, rule.is_sticky, rule.default_limit) == (True, False, 6)
    assert (rule.overflow_team_id, rule.overflow_after_seconds) == (ti, 1800)
    client.post(f"{place}habilidades/", {"name": "Trocas"})
    skill = Skill.objects.get()
    client.post(f"{place}exigencias/", {"kind": "complaint", "skill": skill.pk, "level": "3"})
    assert SkillNeed.objects.get().level == 3
    marina = cast.people["marina"].pk
    told = {"person": marina, "at_once_": "4", "at_once_chat": "2", f"skill_{skill.pk}": "5"}
    client.post(f"{place}pessoas/", told)
    assert dict(Capacity.objects.values_list("channel", "at_once")) == {"": 4, "chat": 2}
    assert PersonSkill.objects.get().level == 5
    shown = client.get(place).content.decode()
    assert "Trocas" in shown
    assert "TI</option>" in shown
    assert "RH</option>" not in shown
    client.post(f"{place}pessoas/", {"person": marina, "at_once_": "x"})
    client.post(f"{place}pessoas/", {"person": marina})
    assert not Capacity.objects.exists()
    client.post(f"{place}habilidades/", {"remove": skill.pk})
    assert not Skill.objects.exists()


def test_nobody_else_arranges_anything(cast: Cast) -> None:
    sac, ti = cast.teams["sac"].pk, cast.teams["ti"].pk
    for name, team in (("marina", sac), ("joao", sac), ("lucia", sac), ("rita", ti)):
        client = browser(cast, name)
        place = f"/administracao/distribuicao/{team}/"
        assert client.get(place).status_code == 404
        assert client.post(place, {"is_automatic": "1", "default_limit": "1"}).status_code == 404
        for part in ("habilidades", "exigencias", "pessoas"):
            assert client.post(f"{place}{part}/", {"name": "x"}).status_code in {403, 404}
    assert not TeamRouting.objects.exists()
    assert not Skill.objects.exists()


def test_a_supervisor_sees_their_teams_alone(cast: Cast) -> None:
    shown = browser(cast, "rita").get("/administracao/distribuicao/").content.decode()
    assert "SAC" in shown
    assert ">TI<" not in shown
    assert ">RH<" not in shown
    assert ">RH<" in browser(cast, "beto").get("/administracao/distribuicao/").content.decode()
