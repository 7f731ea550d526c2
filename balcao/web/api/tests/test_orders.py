"""Orders for machines: recorded once, completed later, and brought as files."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from balcao.register.orders import actions
from balcao.register.orders.models import Order, OrderImport
from balcao.register.people.models import Person
from tests.cast import Cast

from .conftest import As, Caller, is_problem

SOFA = {
    "number": "1001",
    "customer": {"email": "joao@cliente.example"},
    "ordered_on": "2026-01-10",
    "promised_on": "2026-01-20",
    "value": "2199.00",
    "store": "Loja do Centro",
}
FILE = "Número;Data;Nome;E-mail;Valor\n1;10/01/2026;João;joao@cliente.example;10,00\n2;ontem;;x@y.example;1\n"


def brought(caller: Caller, content: str = FILE, **told: Any) -> Any:
    """The answer to a file sent by this caller."""
    file = SimpleUploadedFile("pedidos.csv", content.encode("cp1252"))
    return caller.client.post(
        "/api/v1/orders/import", {"file": file, **told}, headers=caller._headers()
    )


def test_an_order_is_recorded_once_and_completed_later(call: As) -> None:
    beto = call("beto")
    first = beto.post("/orders", SOFA)
    assert first.status_code == 201, first.content
    assert first.json()["standing"] == "late"
    assert beto.post("/orders", SOFA).status_code == 200
    later = beto.post("/orders", {**SOFA, "delivered_on": "2026-01-19"}).json()
    assert (later["id"], later["standing"]) == (first.json()["id"], "delivered")
    assert (later["value"], later["currency"]) == ("2199.00", "BRL")
    assert Order.objects.count() == 1


def test_somebody_new_is_registered_by_name_and_address(call: As) -> None:
    who = {"name": "Lia Nova", "phone": "(11) 98765-0000"}
    assert call("beto").post("/orders", {**SOFA, "customer": who}).status_code == 201
    assert Person.objects.get(name="Lia Nova").lifecycle


def test_each_reads_what_is_theirs(call: As, cast: Cast) -> None:
    call("beto").post("/orders", SOFA)
    assert [one["number"] for one in call("joao").get("/orders").json()["items"]] == ["1001"]
    for name in ("zoe", "marina", "ana", "lucia"):
        assert call(name).get("/orders").json() == {"items": [], "next": None}
    cast.ticket("joao", "sac")
    assert len(call("marina").get("/orders", q="JOAO@cliente.example").json()["items"]) == 1
    assert call("marina").get("/orders", q="2").json()["items"] == []


def test_orders_are_listed_by_pages(call: As) -> None:
    beto = call("beto")
    for number in range(3):
        beto.post("/orders", {**SOFA, "number": str(number)})
    first = beto.get("/orders", limit=2).json()
    second = beto.get("/orders", limit=2, cursor=first["next"]).json()
    assert [one["number"] for one in first["items"] + second["items"]] == ["2", "1", "0"]
    assert second["next"] is None
    assert is_problem(beto.get("/orders", cursor="nada"), 422)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": ""},
        {"ordered_on": "2026-02-30"},
        {"ordered_on": "2999-01-01"},
        {"delivered_on": "2026-01-09"},
        {"value": "-1"},
        {"value": "dez"},
        {"currency": "real"},
        {"customer": {}},
        {"customer": {"email": "nada"}},
        {"customer": {"document": "111.111.111-11"}},
        {"customer": {"email": "ninguem@fora.example"}},
    ],
)
def test_what_can_not_be_says_why(call: As, changed: dict[str, Any]) -> None:
    answer = call("beto").post("/orders", {**SOFA, **changed})
    assert is_problem(answer, 422)
    assert answer.json()["detail"]
    assert not Order.objects.exists()


def test_a_file_is_looked_through_then_imported(call: As) -> None:
    beto = call("beto")
    made = brought(beto, source="erp")
    assert made.status_code == 202, made.content
    way = f"/orders/imports/{made.json()['id']}"
    assert (made.json()["state"], made.json()["rows"]) == ("checking", 2)
    assert is_problem(beto.post(f"{way}/actions/start", {}), 409)
    actions.check_all(made.json()["id"])
    checked = beto.get(way).json()
    assert (checked["state"], checked["added"], checked["refused"]) == ("checked", 1, 1)
    first = beto.get(f"{way}/lines", limit=1).json()
    assert first["items"][0]["cells"]["name"] == "João"
    [refused] = beto.get(f"{way}/lines", limit=1, cursor=first["next"]).json()["items"]
    assert (refused["line"], refused["state"]) == (3, "refused")
    assert "ontem" in refused["why"]
    assert not Order.objects.exists()
    assert beto.post(f"{way}/actions/start", {}).json()["state"] == "importing"
    actions.import_all(made.json()["id"])
    assert Order.objects.get().source == "erp"


def test_a_file_may_be_imported_unseen(call: As) -> None:
    made = brought(call("beto"), at_once="true").json()
    actions.check_all(made["id"])
    actions.import_all(made["id"])
    assert OrderImport.objects.get().state == "done"
    assert Order.objects.count() == 1


def test_a_file_that_is_none_is_refused(call: As, settings: Any) -> None:
    beto = call("beto")
    assert is_problem(brought(beto, "só palavras"), 422)
    settings.UPLOAD_MAX_BYTES = 10
    assert is_problem(brought(beto), 422)


def test_only_administrators_record_and_bring_files(call: As) -> None:
    made = brought(call("beto")).json()["id"]
    for name in ("rita", "marina", "lucia", "joao"):
        caller = call(name)
        assert is_problem(caller.post("/orders", SOFA), 403)
        assert is_problem(brought(caller), 403)
        for way in (f"/orders/imports/{made}", f"/orders/imports/{made}/lines"):
            assert is_problem(caller.get(way), 404)
    assert is_problem(Caller(None).get("/orders"), 401)
