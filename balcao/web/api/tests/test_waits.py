"""Waits by the API: a place and an interval, a call instead, and a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.tickets.models import Ticket
from balcao.service.waiting.keeping import keep_pace
from balcao.service.waiting.queries import call_times
from balcao.service.waiting.tests.queueing import poisson, waited
from tests.cast import Cast

from .conftest import As, is_problem


def test_a_ticket_s_wait_is_told_to_whom_it_concerns(cast: Cast, call: As) -> None:
    waited(cast, poisson(clock.now() - timedelta(hours=20), 40))
    keep_pace(SYSTEM)
    ticket = cast.ticket("joao", "sac")
    path = f"/tickets/{ticket.protocol}/wait"
    told = call("joao").get(path).json()
    assert (told["place"], told["silence"]) == (1, None)
    assert datetime.fromisoformat(told["expected_to"]) > clock.now() - timedelta(days=1)
    known = told["known"]
    assert (known["departures"], known["arrivals"], known["passed"], known["scale"]) == (
        40,
        0,
        0,
        1,
    )
    assert known["exposure_seconds"] > 0
    assert call("marina").get(path).json()["place"] == 1
    assert is_problem(call("zoe").get(path), 404)
    Ticket.objects.filter(pk=ticket.pk).update(waiting_since=None)
    assert set(call("joao").get(path).json().values()) == {None}


def test_a_confidential_team_tells_its_client_a_place_and_no_figure(cast: Cast, call: As) -> None:
    waited(cast, poisson(clock.now() - timedelta(hours=20), 40), "rh")
    keep_pace(SYSTEM)
    ticket = cast.ticket("ana", "rh")
    path = f"/tickets/{ticket.protocol}/wait"
    told = call("ana").get(path).json()
    assert (told["place"], told["known"]) == (1, None)
    assert call("paulo").get(path).json()["known"]["departures"] == 40
    assert is_problem(call("rita").get(path), 404)


def test_a_call_and_a_person_are_asked_for(cast: Cast, call: As) -> None:
    ticket = cast.ticket("joao", "sac")
    begins, ends = (at.isoformat() for at in call_times(SYSTEM)[0])
    told = {"phone": "11 98765-4321", "from_at": begins, "to_at": ends}
    path = f"/tickets/{ticket.protocol}/callbacks"
    made = call("joao").post(path, told)
    assert (made.status_code, made.json()["phone"]) == (201, "+5511987654321")
    assert is_problem(call("joao").post(path, told), 409)
    assert is_problem(call("joao").post(path, told | {"from_at": "2026-01-01T10:00"}), 422)
    assert is_problem(call("zoe").post(path, told), 404)
    human = f"/tickets/{ticket.protocol}/actions/ask-for-human"
    assert call("joao").post(human).status_code == 200
    assert Ticket.objects.get(pk=ticket.pk).human_asked_at is not None
    assert is_problem(call("marina").post(human), 403)
