"""Surveys and their waves by the API: the pages' scope, and what they may tell."""

from __future__ import annotations

from balcao.core.actor import SYSTEM
from balcao.listening.asking import actions
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.asking.tests.asking import crew, occasion, survey
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Survey
from tests.cast import Cast
from tests.statements import counted

from .conftest import As, is_problem

ONLY = {"relationships": ["outsourced"]}


def drawn(asked: Survey) -> Wave:
    """A wave of everybody outsourced."""
    kept = occasion(asked, "sample", conditions=ONLY, quarantine_days=0)
    return actions.draw_sample(SYSTEM, kept.pk)


def test_surveys_are_listed_to_whoever_may_change_them(cast: Cast, call: As) -> None:
    of_sac = survey(team_id=cast.teams["sac"].pk, name="Do SAC")
    survey("internal", name="Clima", is_anonymous=True)
    first = call("beto").get("/surveys", limit=1).json()
    second = call("beto").get("/surveys", limit=1, cursor=first["next"]).json()
    assert [one["name"] for one in first["items"] + second["items"]] == ["Clima", "Do SAC"]
    assert second["next"] is None
    assert [one["id"] for one in call("rita").get("/surveys").json()["items"]] == [of_sac.pk]
    told = first["items"][0]
    assert (told["is_anonymous"], told["k"], told["comments_k"]) == (True, 5, 8)
    assert (told["state"], told["published"], told["team"]) == ("live", 1, None)
    assert is_problem(call("beto").get("/surveys", cursor="nada"), 422)


def test_who_may_not_ask_finds_neither(cast: Cast, call: As) -> None:
    crew(10, "outsourced")
    asked = survey("internal")
    drawn(asked)
    for name in ("marina", "ana", "paulo", "lucia", "joao", "carlos", "zoe"):
        assert is_problem(call(name).get("/surveys"), 404)
        assert is_problem(call(name).get(f"/surveys/{asked.pk}/waves"), 404)
    assert is_problem(call("rita").get(f"/surveys/{asked.pk}/waves"), 404)
    assert is_problem(call("beto").get("/surveys/0/waves"), 404)


def test_a_wave_tells_what_its_page_tells(cast: Cast, call: As) -> None:
    crew(14, "outsourced")
    named, hidden = survey("internal"), survey("internal", is_anonymous=True)
    for asked in (named, hidden):
        Invited.objects.filter(wave=drawn(asked)).update(sent_at=asked.created_at)
    answered = list(Invited.objects.filter(survey=hidden).order_by("pk")[:8])
    chosen = Invited.objects.filter(pk__in=[one.pk for one in answered])
    chosen.update(has_answered=True, next_at=None)
    beto = call("beto")
    (open_,) = beto.get(f"/surveys/{hidden.pk}/waves").json()["items"]
    assert [open_[name] for name in ("asked", "answered_from", "answered_to")] == [None] * 3
    assert open_["state"] == "open"
    surveys.close(SYSTEM, hidden.pk)
    (closed,) = beto.get(f"/surveys/{hidden.pk}/waves").json()["items"]
    assert [closed[name] for name in ("asked", "answered_from", "answered_to")] == [14, 5, 9]
    assert closed["closed_at"]
    (told,) = beto.get(f"/surveys/{named.pk}/waves").json()["items"]
    assert [told[name] for name in ("asked", "answered_from", "answered_to")] == [14, 0, 0]
    assert set(told) == set(closed) == set(open_)
    assert "person" not in str(told)


def test_waves_are_pages_and_cost_the_same(cast: Cast, call: As) -> None:
    crew(10, "outsourced")
    asked, beto = survey("internal"), call("beto")
    costs, path = [], f"/surveys/{asked.pk}/waves"
    for count in (2, 6):
        for _n in range(count):
            drawn(asked)
        beto.get(path)
        costs.append(counted(lambda: beto.get(path)))
    assert costs[0] == costs[1]
    found, cursor = [], ""
    while cursor is not None:
        told = beto.get(f"/surveys/{asked.pk}/waves", limit=3, cursor=cursor).json()
        found += [one["number"] for one in told["items"]]
        cursor = told["next"]
    assert found == list(range(8, 0, -1))
