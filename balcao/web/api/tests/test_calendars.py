"""Business calendars for machines: the same answers as on the pages."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.register.calendars import actions
from balcao.web.administration.calendar_forms import BEGINNINGS

from .conftest import As, is_problem

SIX_HOURS = {"start": "2026-04-30T17:00:00-03:00", "target": "6h"}
PAUSE = "2026-05-02T10:00:00-03:00/2026-05-04T08:30:00-03:00"


@pytest.fixture
def shop(db: None) -> int:
    """The calendar Loja."""
    definition = {**BEGINNINGS["shop"], "name": "Loja", "zone": "America/Sao_Paulo"}
    return actions.add_calendar(SYSTEM, definition).pk


def test_six_business_hours_with_their_explanation(call: As, shop: int) -> None:
    beto = call("beto")
    told = beto.get(f"/calendars/{shop}/due", **SIX_HOURS).json()
    assert told["due"] == "2026-05-04T09:00:00-03:00"
    assert told["intervals"][0]["from"] == "2026-04-30T17:00:00-03:00"
    assert any("Dia do Trabalhador" in one["reason"] for one in told["intervals"])
    running = [one["seconds"] for one in told["intervals"] if one["state"] == "running"]
    assert running == [3_600, 14_400, 3_600]
    paused = beto.get(f"/calendars/{shop}/due", **SIX_HOURS, pause=PAUSE).json()
    assert paused["due"] == "2026-05-04T11:30:00-03:00"


def test_calendars_are_listed_by_pages(call: As, shop: int) -> None:
    always = {**BEGINNINGS["always"], "name": "24 horas", "zone": "UTC"}
    actions.add_calendar(SYSTEM, always)
    beto = call("beto")
    first = beto.get("/calendars", limit=1).json()
    assert [one["name"] for one in first["items"]] == ["Loja"]
    assert first["items"][0]["is_default"]
    second = beto.get("/calendars", limit=1, cursor=first["next"]).json()
    assert second["items"][0]["definition"] == always
    assert second["next"] is None


def test_whoever_does_not_administer_finds_nothing(call: As, shop: int) -> None:
    for name in ("rita", "marina", "ana", "lucia", "joao"):
        caller = call(name)
        assert is_problem(caller.get("/calendars"), 404)
        assert is_problem(caller.get(f"/calendars/{shop}/due", **SIX_HOURS), 404)
    assert is_problem(call("beto").get("/calendars/999999/due", **SIX_HOURS), 404)


@pytest.mark.parametrize(
    "changed",
    [
        {"target": "soon"},
        {"start": "2026-04-30T17:00:00"},
        {"pause": "yesterday"},
        {"pause": "2026-04-30T17:30:00-03:00/"},
        {"target": "900000h"},
    ],
)
def test_what_cant_be_computed_says_why(call: As, shop: int, changed: dict[str, str]) -> None:
    answer = call("beto").get(f"/calendars/{shop}/due", **{**SIX_HOURS, **changed})
    assert is_problem(answer, 422)
    assert answer.json()["detail"]
