from __future__ import annotations

import base64

from balcao.core.actor import SYSTEM
from balcao.service.catalog import actions
from balcao.service.catalog.tests.offering import offer
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .conftest import As, is_problem


def test_machines_read_the_catalog_that_is_theirs(cast: Cast, call: As) -> None:
    laptop = offer(cast, price="8000")
    repair = offer(cast, "Repair", "sac", ["customer"], form=[])
    ana, joao = call("ana"), call("joao")
    listed = ana.get("/catalog").json()
    assert [one["name"] for one in listed["items"]] == ["New laptop"]
    assert listed["items"][0]["price"] == "8000.00"
    assert [one["id"] for one in joao.get("/catalog?q=REPAIR").json()["items"]] == [repair.pk]
    assert is_problem(joao.get(f"/catalog/{laptop.pk}"), 404)
    found = ana.get(f"/catalog/{laptop.pk}").json()
    assert [field["key"] for field in found["form"]] == ["what", "cost", "why"]
    offer(cast, "Second")
    page = ana.get("/catalog?limit=1").json()
    assert ana.get(f"/catalog?limit=1&cursor={page['next']}").json()["items"][0]["name"] == "Second"


def test_machines_ask_by_the_same_validation_and_once(cast: Cast, call: As) -> None:
    item, ana = offer(cast), call("ana")
    path = f"/catalog/{item.pk}/requests"
    wrong = ana.post(path, {"values": {"what": "laptop", "cost": "x", "is_vip": True}})
    assert is_problem(wrong, 422)
    assert not Ticket.objects.exists()
    told = {"values": {"what": "laptop", "cost": 500}, "version": 1, "once": "a-1"}
    first, again = ana.post(path, told), ana.post(path, told)
    assert first.status_code == 201
    assert first.json() == again.json()
    protocol = first.json()["protocol"]
    filled = ana.get(f"/tickets/{protocol}/request").json()
    assert filled["values"] == {"what": "laptop", "cost": "500.00"}
    assert is_problem(call("marina").get(f"/tickets/{protocol}/request"), 404)
    actions.publish_item(SYSTEM, item.pk)
    assert is_problem(ana.post(path, {**told, "once": "a-2"}), 409)
    assert is_problem(call("joao").post(path, {"values": {"what": "mouse"}}), 404)


def test_a_machine_names_a_colleague_too(cast: Cast, call: As) -> None:
    path, ana = f"/catalog/{offer(cast, audience=['employee']).pk}/requests", call("ana")
    told = {"values": {"what": "mouse"}, "for_person": "carlos@entregas.example"}
    assert is_problem(ana.post(path, told), 422)
    sent = ana.post(path, {**told, "for_person": "rita@boapraca.example"}).json()
    assert ana.get(f"/tickets/{sent['protocol']}/request").json()["for_whom"] == "Rita Nunes"


def test_files_come_along_in_base64(cast: Cast, call: As) -> None:
    form = [{"key": "paper", "kind": "file", "labels": {"en": "Paper"}, "is_required": True}]
    item, ana = offer(cast, form=form), call("ana")
    path, name = f"/catalog/{item.pk}/requests", "nota.pdf"
    assert is_problem(ana.post(path, {"values": {"paper": "x"}}), 422)
    assert is_problem(ana.post(path, {"files": {"paper": [{"name": name, "data": "!"}]}}), 422)
    data = base64.b64encode(b"x").decode()
    sent = ana.post(path, {"files": {"paper": [{"name": name, "data": data}]}})
    assert sent.status_code == 201
