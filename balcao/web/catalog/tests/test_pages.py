from __future__ import annotations

import re
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.service.approvals.tests.approving import manage, named, rule, stage
from balcao.service.catalog import actions
from balcao.service.catalog.models import Item, Request
from balcao.service.catalog.tests.offering import FORM, draft, offer
from balcao.service.tickets.models import Ticket
from balcao.web.catalog import browsing
from tests.cast import Cast
from tests.signing import signed_in
from tests.statements import counted


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_each_reader_finds_their_own_catalog_with_what_to_expect(cast: Cast) -> None:
    laptop = offer(cast, price="8000")
    repair = offer(cast, "Repair", "sac", ["customer"], form=[])
    hours = offer(cast, "Hours", "sac", ["public"], form=[])
    pages = {
        "ana": signed_in(cast.people["ana"].pk),
        "joao": signed_in(cast.people["joao"].pk),
        "stranger": Client(headers={"Accept-Language": "en"}),
    }
    home = {name: client.get("/pedir/").content.decode() for name, client in pages.items()}
    assert "New laptop" in home["ana"]
    assert "Repair" not in home["ana"]
    assert "Repair" in home["joao"]
    assert "New laptop" not in home["joao"] + home["stranger"]
    assert "Hours" in home["stranger"]
    item = pages["ana"].get(f"/pedir/{laptop.pk}/").content.decode()
    for said in ("Within five business days.", "Ana", "R$8,000.00", "It comes to your desk."):
        assert said in item
    assert pages["joao"].get(f"/pedir/{laptop.pk}/").status_code == 404
    assert pages["stranger"].get(f"/pedir/{repair.pk}/").status_code == 404
    stranger = pages["stranger"].get(f"/pedir/{hours.pk}/").content.decode()
    assert "Sign in to ask" in stranger
    assert pages["stranger"].post(f"/pedir/{hours.pk}/", {}).status_code == 302
    assert "New laptop" in pages["ana"].get("/pedir/?q=LAPTOP").content.decode()
    assert "Nothing by these words" in pages["ana"].get("/pedir/?q=repair").content.decode()


def test_where_much_is_offered_it_is_found_by_area(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, _phone, _badge = offer(cast), offer(cast, "Phone"), offer(cast, "Badge")
    offer(cast, "Secret", audience=["customer"], inbox="sac")
    client, area = signed_in(cast.people["ana"].pk), laptop.service.area_id
    monkeypatch.setattr(browsing, "AT_ONCE", 2)
    home = client.get("/pedir/").content.decode()
    ways = re.findall(r'href="(/pedir/\?area=\d+)"', home)
    assert len(ways) == 3
    assert "Work: Badge" in home
    assert ("Secret" in home, f"/pedir/{laptop.pk}/" in home) == (False, False)
    own = client.get(f"/pedir/?area={area}").content.decode()
    assert ("New laptop" in own, "Phone" in own) == (True, False)
    assert client.get("/pedir/?area=999999").status_code == 302
    assert "Phone" in client.get("/pedir/?q=phone").content.decode()


def test_who_works_here_reads_who_approves_before_sending(cast: Cast) -> None:
    manage(cast, "ana", "rita")
    kept = rule(
        stage("manager", name="Manager"),
        named(cast, "lucia", "marina", name="Finance", from_amount="2000"),
        stage("team", team_id=cast.teams["rh"].pk, name="People"),
    )
    inside = offer(cast, rule_id=kept.pk, form=[])
    outside = offer(cast, "Repair", "sac", ["customer"], form=[], rule_id=kept.pk)
    shown = signed_in(cast.people["ana"].pk).get(f"/pedir/{inside.pk}/").content.decode()
    for words in ("Rita Nunes", "Lúcia Boa", "Marina", "1 of 2 must approve", "2,000.00"):
        assert words in shown
    told = signed_in(cast.people["joao"].pk).get(f"/pedir/{outside.pk}/").content.decode()
    assert "It may need approval" in told
    assert "Finance" not in told


def test_where_nothing_is_offered_one_writes(cast: Cast) -> None:
    assert signed_in(cast.people["ana"].pk).get("/pedir/")["Location"] == "/novo/"
    assert Client().get("/pedir/")["Location"] == "/escrever/"


def test_a_form_grows_with_its_answers_says_what_is_wrong_and_is_sent_once(cast: Cast) -> None:
    item, client = offer(cast), signed_in(cast.people["ana"].pk)
    path = f"/pedir/{item.pk}/"
    page = client.get(path).content.decode()
    assert 'name="what"' in page
    assert 'name="cost"' not in page
    grown = client.post(f"{path}campos/", {"what": "laptop"}, headers={"HX-Request": "true"})
    assert 'name="cost"' in grown.content.decode()
    assert "An answer is needed here." not in grown.content.decode()
    told = {"version": "1", "once": hidden(page, "once"), "what": "laptop", "cost": "a lot"}
    wrong = client.post(path, told)
    assert wrong.status_code == 422
    assert "Write a number." in wrong.content.decode()
    assert 'value="a lot"' in wrong.content.decode()
    told |= {"cost": "100"}
    sent = [client.post(path, told) for _try in range(2)]
    assert sent[0]["Location"] == sent[1]["Location"]
    assert Ticket.objects.count() == 1


def test_a_form_that_changed_meanwhile_keeps_what_was_written(cast: Cast) -> None:
    item, client = offer(cast), signed_in(cast.people["ana"].pk)
    path = f"/pedir/{item.pk}/"
    client.get(path)
    actions.put_field(SYSTEM, item.pk, {"kind": "text", "labels": {"en": "Which room"}})
    actions.publish_item(SYSTEM, item.pk)
    told = {"version": "1", "what": "laptop", "cost": "750"}
    again = client.post(path, told)
    page = again.content.decode()
    assert again.status_code == 409
    assert "changed while you filled it in" in page
    assert 'value="750"' in page
    assert "Which room" in page
    assert client.post(path, told | {"version": hidden(page, "version")}).status_code == 302


def test_files_are_sent_by_their_field(cast: Cast) -> None:
    form = [{"key": "paper", "kind": "file", "labels": {"en": "Paper"}, "is_required": True}]
    item, client = offer(cast, form=form), signed_in(cast.people["ana"].pk)
    path = f"/pedir/{item.pk}/"
    assert "A file is needed here." in client.post(path, {"version": "1"}).content.decode()
    file = SimpleUploadedFile("nota.pdf", b"x", "application/pdf")
    assert client.post(path, {"version": "1", "paper": file}).status_code == 302
    assert Request.objects.get().values == {"paper": ["nota.pdf"]}


def test_the_builder_is_for_those_who_offer(cast: Cast) -> None:
    item = draft(cast)
    home, one = "/administracao/catalogo/", f"/administracao/catalogo/itens/{item.pk}/"
    for name in ("ana", "joao", "marina"):
        client = signed_in(cast.people[name].pk)
        assert client.get(home).status_code == 404
        assert client.get(one).status_code == 404
    rita, beto = (signed_in(cast.people[name].pk) for name in ("rita", "beto"))
    assert rita.get(home).status_code == 200
    assert rita.get(one).status_code == 404
    assert beto.get(one).status_code == 200


def test_a_catalog_is_written_from_the_first_area_to_the_offer(cast: Cast) -> None:
    beto, home = signed_in(cast.people["beto"].pk), "/administracao/catalogo/"
    beto.post(f"{home}areas/", {"names-en": "Work", "icon": "tool"})
    page = beto.get(home).content.decode()
    area = re.search(r"areas/(\d+)/servicos/", page)
    assert area is not None
    beto.post(f"{home}areas/{area[1]}/servicos/", {"names-en": "Rooms"})
    service = re.search(r"servicos/(\d+)/itens/", beto.get(home).content.decode())
    assert service is not None
    told = {"names-en": "Paint a wall", "inbox": str(cast.inboxes["ti"].pk)}
    here = beto.post(f"{home}servicos/{service[1]}/itens/", told)["Location"]
    page = beto.get(here).content.decode()
    assert "It can't be offered yet." in page
    written: dict[str, str | list[str]] = {
        "seen": hidden(page, "seen"),
        "names-en": "Paint a wall",
        "summary-en": "A wall gets a colour.",
        "promise-en": "In a week.",
        "step-pt-br": ["", ""],
        "step-en": ["We look.", "We paint."],
        "audience": ["internal"],
        "owner": "ana@boapraca.example",
        "price": "120,50",
        "inbox": str(cast.inboxes["ti"].pk),
        "service": service[1],
        "icon": "tool",
    }
    assert beto.post(here, written)["Location"] == here
    assert "Somebody changed this" in beto.post(here, written).content.decode()
    field: dict[str, str | list[str]] = {"kind": "choice", "labels-en": "Colour", "required": "1"}
    field |= {"option-en": ["Blue", "Red"], "option-pt-br": ["", ""], "option-value": ["", ""]}
    assert beto.post(f"{here}campos/", field).status_code == 302
    why = {"kind": "text", "labels-en": "Why", "if-field": "colour", "if-operator": "is"}
    assert beto.post(f"{here}campos/", why | {"if-value": "red"}).status_code == 302
    item = Item.objects.get()
    assert item.content["price"] == "120.50"
    assert item.content["form"][1]["shown_if"]["rules"][0]["value"] == "c2"
    beto.post(f"{here}estado/", {"do": "publish", "seen": item.revision})
    assert "Paint a wall" in signed_in(cast.people["ana"].pk).get("/pedir/").content.decode()
    tried = beto.post(f"{here}previa/", {"colour": "c2", "try": "1"}).content.decode()
    assert 'name="why"' in tried


def test_fields_move_by_keys_and_go_when_nobody_looks_at_them(cast: Cast) -> None:
    item, beto = draft(cast), signed_in(cast.people["beto"].pk)
    here = f"/administracao/catalogo/itens/{item.pk}/"
    beto.post(f"{here}campos/mover/", {"field": "why", "way": "up"})
    beto.post(f"{here}campos/mover/", {"field": "why", "place": "1"})
    beto.post(f"{here}campos/what/tirar/")
    beto.post(f"{here}campos/why/tirar/")
    item.refresh_from_db()
    assert [one["key"] for one in item.content["form"]] == ["what", "cost"]
    assert beto.post(f"{here}campos/nothing/tirar/").status_code == 404


def test_a_circle_is_said_before_it_is_saved_and_nothing_typed_is_lost(cast: Cast) -> None:
    item, beto = draft(cast), signed_in(cast.people["beto"].pk)
    here = f"/administracao/catalogo/itens/{item.pk}/campos/what/"
    assert beto.get(here).status_code == 200
    told: dict[str, str | list[str]] = {"kind": "choice", "labels-en": "Which thing"}
    told |= {"if-field": "why", "if-operator": "is_filled", "if-value": ""}
    told |= {"option-value": ["laptop", "mouse"], "option-en": ["Laptop", "Mouse"]}
    told |= {"option-pt-br": ["", ""]}
    refused = beto.post(here, told)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "wait for each other in a circle: “Which thing” → “Why” → “Cost” → “Which thing”" in page
    assert 'value="Which thing"' in page
    tried = beto.post(f"{here}previa/", told).content.decode()
    assert "wait for each other in a circle" in tried
    assert FORM[0]["labels"] == {"en": "What"}
    item.refresh_from_db()
    assert item.content["form"][0]["labels"] == {"en": "What"}


def test_a_colleague_is_named_on_the_page_by_who_works_here(cast: Cast) -> None:
    item, client = offer(cast), signed_in(cast.people["ana"].pk)
    path = f"/pedir/{item.pk}/"
    page = client.get(path).content.decode()
    told = {name: hidden(page, name) for name in ("version", "once")} | {"what": "mouse"}
    wrong = client.post(path, {**told, "for-person": "joao@cliente.example"})
    assert wrong.status_code == 422
    assert "Nobody who works here" in wrong.content.decode()
    assert 'value="joao@cliente.example"' in wrong.content.decode()
    assert client.post(path, {**told, "for-person": "rita@boapraca.example"}).status_code == 302
    assert Request.objects.get().for_person == cast.people["rita"]
    repair = offer(cast, "Repair", "sac", ["customer"], form=[])
    outside = signed_in(cast.people["joao"].pk).get(f"/pedir/{repair.pk}/").content.decode()
    assert 'name="for-person"' not in outside


def test_the_catalog_takes_the_same_statements_for_two_and_for_twenty(cast: Cast) -> None:
    carlos, beto = (signed_in(cast.people[name].pk) for name in ("carlos", "beto"))
    lists = [(carlos, "/pedir/"), (carlos, "/pedir/?q=laptop"), (beto, "/administracao/catalogo/")]
    for n in range(2):
        offer(cast, f"Laptop {n}")
    small = [counted(partial(who.get, path)) for who, path in lists * 2][len(lists) :]
    for n in range(2, 20):
        offer(cast, f"Laptop {n}")
    assert [counted(partial(who.get, path)) for who, path in lists] == small
