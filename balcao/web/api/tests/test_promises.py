"""Promises by the API: VECTORS' case with its explanation, in the words of who asks."""

from __future__ import annotations

from datetime import datetime

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.sla.tests.promising import here, promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .conftest import As, is_problem


def _case(cast: Cast) -> Ticket:
    promise("resolution", 6, pauses_on=["pending"])
    agent = cast.actor("marina")
    with clock.at(here("2026-04-30T17:00")):
        ticket = cast.ticket("joao", "sac")
    with clock.at(here("2026-05-02T10:00")):
        tickets.reply(agent, ticket.pk, Said("Olá"))
    with clock.at(here("2026-05-04T08:30")):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Oi"))
    with clock.at(here("2026-05-04T11:00")):
        tickets.resolve(agent, ticket.pk)
    return ticket


def test_the_due_date_comes_with_each_interval(cast: Cast, call: As) -> None:
    path = f"/tickets/{_case(cast).protocol}/promises"
    [told] = call("marina").get(path).json()["items"]
    assert datetime.fromisoformat(told["due_at"]) == here("2026-05-04T11:30")
    assert (told["promise"], told["agreement"], told["state"]) == ("resolution", "sla", "met")
    running = [one["seconds"] for one in told["intervals"] if one["state"] == "running"]
    assert sum(running) == 5.5 * 3600
    assert any("Dia do Trabalhador" in one["words"] for one in told["intervals"])
    assert told["why"]


def test_a_client_reads_their_own_words_and_strangers_nothing(cast: Cast, call: As) -> None:
    path = f"/tickets/{_case(cast).protocol}/promises"
    [desk] = call("marina").get(path).json()["items"]
    [client] = call("joao").get(path).json()["items"]
    assert client["why"] == []
    assert [one["from_at"] for one in client["intervals"]] == [
        one["from_at"] for one in desk["intervals"]
    ]
    assert {one["words"] for one in client["intervals"]}.isdisjoint(
        one["words"] for one in desk["intervals"]
    )
    assert is_problem(call("zoe").get(path), 404)
    assert is_problem(call("ana").get(path), 404)


def test_a_promise_in_business_days_says_which_days_count(cast: Cast, call: As) -> None:
    promise("resolution", target_seconds=None, target_days=3)
    with clock.at(here("2026-04-30T17:00")):
        ticket = cast.ticket("joao", "sac")
    for who in ("marina", "joao"):
        [told] = call(who).get(f"/tickets/{ticket.protocol}/promises").json()["items"]
        assert (told["target_days"], told["target_seconds"]) == (3, None)
        assert told["business_days"] == ["2026-05-02", "2026-05-04", "2026-05-05"]
        assert datetime.fromisoformat(told["due_at"]) == here("2026-05-05T18:00")
