"""Surveys are written, sent and opened to all by the API, through the actions of the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from balcao.core import clock
from balcao.listening.asking.actions.links import ANONYMOUS
from balcao.listening.asking.models import Invited, Link, Occasion, Wave
from balcao.listening.asking.tests.asking import crew, survey
from balcao.listening.surveys.models import Survey
from tests.cast import Cast

from .conftest import As, is_problem

DRAFT = {"name": "Como foi", "purpose": "nps", "side": "external"}
CHOICE = {
    "kind": "choice",
    "words": {"pt-br": "Onde?", "en": "Where?"},
    "options": {
        "choices": [
            {"words": {"pt-br": "Loja", "en": "Shop"}},
            {"words": {"pt-br": "Site", "en": "Site"}},
        ]
    },
    "is_required": True,
}


def posted(response: Any, status: int = 201) -> dict[str, Any]:
    """What came back, with the status that was expected."""
    assert response.status_code == status, response.content
    told: dict[str, Any] = response.json()
    return told


def test_a_survey_is_written_published_and_closed(cast: Cast, call: As) -> None:
    beto = call("beto")
    made = posted(beto.post("/surveys", DRAFT))
    assert (made["state"], made["is_anonymous"], made["published"]) == ("draft", False, None)
    way = f"/surveys/{made['id']}"
    assert is_problem(beto.post(f"{way}/actions/publish"), 422)
    item = posted(beto.post(f"{way}/questions", {"item": "nps"}))
    own = posted(beto.post(f"{way}/questions", CHOICE))
    assert (item["kind"], own["kind"], own["is_required"]) == ("nps", "choice", True)
    assert [one["value"] for one in own["options"]["choices"]] == ["c1", "c2"]
    told = beto.get(f"{way}/questions").json()["items"]
    assert [one["id"] for one in told] == [item["id"], own["id"]]
    live = posted(beto.post(f"{way}/actions/publish"), 200)
    assert (live["state"], live["published"], live["questions"]) == ("live", 1, 2)
    assert is_problem(beto.post(f"{way}/actions/publish"), 409)
    assert posted(beto.post(f"{way}/actions/close", {}), 200)["state"] == "closed"
    assert is_problem(beto.post(f"{way}/questions", {"item": "ces"}), 403)
    assert beto.get(way).json()["state"] == "closed"


def test_inside_it_is_anonymous_unless_told_otherwise(cast: Cast, call: As) -> None:
    inside = {"name": "Clima", "purpose": "climate", "side": "internal"}
    beto = call("beto")
    assert posted(beto.post("/surveys", inside))["is_anonymous"] is True
    told = {**inside, "is_anonymous": False}
    assert posted(beto.post("/surveys", told))["is_anonymous"] is False
    assert is_problem(beto.post("/surveys", {**inside, "side": "external"}), 422)
    assert is_problem(beto.post("/surveys", {**DRAFT, "name": " "}), 422)


def test_a_supervisor_asks_for_their_team_alone(cast: Cast, call: As) -> None:
    rita = call("rita")
    assert is_problem(rita.post("/surveys", DRAFT), 403)
    assert is_problem(rita.post("/surveys", {**DRAFT, "team": "TI"}), 403)
    made = posted(rita.post("/surveys", {**DRAFT, "team": "sac"}))
    assert made["team"] == "SAC"
    way = f"/surveys/{made['id']}"
    posted(rita.post(f"{way}/questions", {"item": "nps"}))
    posted(rita.post(f"{way}/actions/publish"), 200)
    assert is_problem(rita.post(f"{way}/occasions", {"when": "resolved"}), 403)
    about = {"when": "resolved", "conditions": {"teams": [cast.teams["sac"].pk]}}
    assert posted(rita.post(f"{way}/occasions", about))["conditions"] == about["conditions"]


def test_an_occasion_is_set_up_once_drawn_and_stopped(cast: Cast, call: As) -> None:
    crew(3)
    beto, asked = call("beto"), survey("internal")
    told = {"when": "sample", "share": "1", "quarantine_days": 0, "remind_after_days": [2, 5]}
    made = posted(beto.post(f"/surveys/{asked.pk}/occasions", told))
    assert (made["share"], made["remind_after_days"], made["is_active"]) == ("1.0000", [2, 5], True)
    again = posted(beto.post(f"/surveys/{asked.pk}/occasions", told))
    assert again["id"] == made["id"]
    assert [one["id"] for one in beto.get(f"/surveys/{asked.pk}/occasions").json()["items"]] == [
        made["id"]
    ]
    way = f"/occasions/{made['id']}/actions"
    wave = posted(beto.post(f"{way}/draw", {"seen": 0}))
    assert (wave["number"], wave["state"]) == (1, "open")
    assert is_problem(beto.post(f"{way}/draw", {"seen": 0}), 409)
    assert Invited.objects.filter(wave__number=1).count() >= 3
    assert posted(beto.post(f"{way}/stop"), 200)["is_active"] is False
    assert is_problem(beto.post(f"{way}/draw"), 404)
    assert Wave.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"when": "sample", "open_days": 0},
        {"when": "calendar"},
        {"when": "sample", "remind_after_days": [5, 2]},
        {"when": "sample", "share": "0.00001"},
        {"when": "sample", "share": "NaN"},
        {"when": "delivered", "conditions": {"sides": ["external"]}},
        {"when": "sample", "conditions": {"relationships": ["cousin"]}},
    ],
)
def test_an_occasion_that_can_t_stand_is_refused(
    cast: Cast, call: As, wrong: dict[str, Any]
) -> None:
    asked = survey("internal")
    assert is_problem(call("beto").post(f"/surveys/{asked.pk}/occasions", wrong), 422)
    assert not Occasion.objects.exists()


def test_a_link_is_opened_answers_and_is_stopped(cast: Cast, call: As) -> None:
    beto, asked = call("beto"), survey()
    until = (clock.now() + timedelta(days=3)).isoformat()
    told = {"kind": "qr", "label": "Balcão", "closes_at": until}
    made = posted(beto.post(f"/surveys/{asked.pk}/links", told))
    assert posted(beto.post(f"/surveys/{asked.pk}/links", told))["id"] == made["id"]
    assert made["is_open"] is True
    page = Client().get(made["address"].split("8000", 1)[-1])
    assert page.status_code == 200
    stopped = posted(beto.post(f"/links/{made['id']}/actions/stop"), 200)
    assert (stopped["is_open"], stopped["address"]) == (False, None)
    posted(beto.post(f"/surveys/{asked.pk}/links", {"kind": "kiosk", "label": "Balcão"}))
    first = beto.get(f"/surveys/{asked.pk}/links", limit=1).json()
    second = beto.get(f"/surveys/{asked.pk}/links", limit=1, cursor=first["next"]).json()
    assert [one["kind"] for one in first["items"] + second["items"]] == ["kiosk", "qr"]
    assert second["next"] is None


def test_an_anonymous_survey_refuses_a_link_with_its_reason(cast: Cast, call: As) -> None:
    asked = survey("internal", is_anonymous=True)
    answer = call("beto").post(f"/surveys/{asked.pk}/links", {"kind": "qr", "label": "Mural"})
    assert is_problem(answer, 403)
    with translation.override("pt-br"):
        assert answer.json()["detail"] == str(ANONYMOUS)
    assert not Link.objects.exists()


def test_whoever_may_not_ask_finds_nothing_to_write(cast: Cast, call: As) -> None:
    crew(3)
    asked = survey("internal")
    beto = call("beto")
    occasion = posted(beto.post(f"/surveys/{asked.pk}/occasions", {"when": "sample"}))["id"]
    link = posted(beto.post(f"/surveys/{asked.pk}/links", {"kind": "qr", "label": "X"}))["id"]
    before = (Survey.objects.count(), Occasion.objects.count(), Link.objects.count())
    ways: list[tuple[str, Any]] = [
        (f"/surveys/{asked.pk}/questions", {"item": "ces"}),
        (f"/surveys/{asked.pk}/actions/publish", None),
        (f"/surveys/{asked.pk}/actions/close", None),
        (f"/surveys/{asked.pk}/occasions", {"when": "sample"}),
        (f"/surveys/{asked.pk}/links", {"kind": "qr", "label": "Y"}),
        (f"/occasions/{occasion}/actions/draw", None),
        (f"/occasions/{occasion}/actions/stop", None),
        (f"/links/{link}/actions/stop", None),
    ]
    for name in ("marina", "ana", "paulo", "lucia", "joao", "carlos", "zoe"):
        caller = call(name)
        assert is_problem(caller.post("/surveys", DRAFT), 404)
        for way in ("", "/questions", "/occasions", "/links"):
            assert is_problem(caller.get(f"/surveys/{asked.pk}{way}"), 404)
        for path, told in ways:
            assert is_problem(caller.post(path, told), 404), (name, path)
    rita = call("rita")
    for path, told in ways:
        assert is_problem(rita.post(path, told), 404), path
    asked.refresh_from_db()
    assert asked.state == "live"
    assert before == (Survey.objects.count(), Occasion.objects.count(), Link.objects.count())
    assert Occasion.objects.get().is_active
    assert not Wave.objects.exists()


def test_without_a_token_nothing_is_written(cast: Cast) -> None:
    answer = Client().post("/api/v1/surveys", DRAFT, content_type="application/json")
    assert is_problem(answer, 401)
    assert not Survey.objects.exists()
