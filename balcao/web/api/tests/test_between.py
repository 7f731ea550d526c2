"""Asking another area by the API: the pages' scope, and for the customer a date alone."""

from __future__ import annotations

from datetime import timedelta

from balcao.core import clock
from balcao.insights.inner.tests.rounds import answered_round
from balcao.listening.results.tests.counting import settle
from balcao.service.between.models import Linked
from balcao.service.between.tests.conftest import NOON, company, ticket
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .conftest import As, is_problem

__all__ = ["company", "ticket"]

NEW = {"inbox": "fin@boapraca.example", "subject": "Estorno", "body": "Podem estornar?"}


def test_an_agent_asks_and_the_customer_reads_that_it_waits(
    company: Cast, ticket: Ticket, call: As
) -> None:
    path = f"/tickets/{ticket.protocol}/inside-requests"
    made = call("marina").post(path, NEW)
    assert made.status_code == 201
    (mine,) = made.json()["requests"]
    assert (mine["subject"], mine["team"], mine["waits"]) == ("Estorno", "Cobrança", True)
    assert mine["waiting_since"] == made.json()["waiting_since"]
    linked = Linked.objects.get()
    tickets.reply(company.actor("bruno"), linked.inner_id, Said("Feito."), then="open")
    (theirs,) = call("rita").get(path).json()["requests"]
    assert (theirs["protocol"], theirs["answer"]) == ("", "Feito.")
    joao = call("joao").get(path).json()
    assert joao["requests"] == []
    assert joao["waiting_since"] is not None
    assert is_problem(call("joao").post(path, NEW), 404)  # he may not even know of that inbox
    assert is_problem(call("bruno").get(path), 404)


def test_whoever_handles_the_ticket_says_who_waits(company: Cast, ticket: Ticket, call: As) -> None:
    path = f"/tickets/{ticket.protocol}/inside-requests"
    marina = call("marina")
    made = marina.post(path, NEW).json()["requests"][0]["id"]
    way = f"/api/v1{path}/{made}"
    for caller, status in ((call("rita"), 200), (call("joao"), 404), (call("bruno"), 404)):
        changed = caller.client.patch(
            way,
            {"waits": False},
            content_type="application/json",
            headers={"Authorization": f"Bearer {caller.token}"},
        )
        assert changed.status_code == status
    assert marina.get(path).json()["waiting_since"] is None


def test_an_area_that_is_not_there_and_one_s_own_are_refused(
    company: Cast, ticket: Ticket, call: As
) -> None:
    path = f"/tickets/{ticket.protocol}/inside-requests"
    for inbox in ("nada@boapraca.example", "sac@boapraca.example"):
        assert is_problem(call("marina").post(path, {**NEW, "inbox": inbox}), 404)


def test_the_report_is_for_who_reads_figures(company: Cast, ticket: Ticket, call: As) -> None:
    with clock.at(NOON):
        call("marina").post(f"/tickets/{ticket.protocol}/inside-requests", NEW)
    with clock.at(NOON.replace(hour=17)):
        for name in ("rita", "nina", "lucia", "beto"):
            told = call(name).get("/between-areas").json()
            (area,) = told["areas"]
            assert (area["team"], area["waited"]["open_seconds"]) == ("Financeiro", 7200)
            assert told["satisfaction"]["difference"] is None
            assert told["ratings"] == []
        assert is_problem(call("rita").get("/between-areas", days=5), 422)
        for name in ("marina", "bruno", "joao", "zoe"):
            assert is_problem(call(name).get("/between-areas"), 404)


def test_ratings_are_crossed_as_far_as_the_gate_lets_them_through(cast: Cast, call: As) -> None:
    wave = answered_round(cast)
    settle(wave)
    with clock.at(wave.closes_at + timedelta(days=40)):
        (told,) = call("lucia").get("/between-areas").json()["ratings"]
        (led,) = call("rita").get("/between-areas").json()["ratings"]
    assert (told["name"], told["round"], told["told"]["n"]) == ("Pedidos", 1, None)
    assert {one["area"] for one in told["areas"]} == {"SAC", "TI"}
    pairs = {(one["area"], one["asker"]): one for one in told["pairs"]}
    assert pairs["TI", "Loja"]["told"]["n_from"] == 5
    few = pairs.get(("SAC", "Vendas"))
    assert few is None or (few["told"], few["hidden"]) == (None, "too_few")
    assert ([one["area"] for one in led["areas"]], led["pairs"]) == (["SAC"], [])
