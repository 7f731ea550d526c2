"""The pages of assets, as their keepers and users go through them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from html import escape, unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import Conflict
from balcao.register.access import actions as access
from balcao.service.assets import actions
from balcao.service.assets.models import (
    Asset,
    AssetImport,
    AssetTicket,
    AssetType,
    Contract,
    Relation,
)
from balcao.service.assets.tests.owning import asset, notebooks
from balcao.web.assets import labels, listing, sheet, using
from balcao.web.components import owned
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

MINE = "/meus-equipamentos/"


@pytest.fixture
def ana(cast: Cast, sign_in: SignIn) -> Client:
    """Ana, who answers for TI, and supervises it."""
    access.set_membership(SYSTEM, cast.people["ana"].pk, cast.teams["ti"].pk, Role.SUPERVISOR)
    return sign_in("ana")


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def test_an_asset_is_written_down_and_changed(cast: Cast, ana: Client) -> None:
    kind = notebooks(cast)
    assert "Notebook" in shown(ana, "/ativos/novo/")
    assert "Memória" in shown(ana, f"/ativos/novo/?type={kind.pk}")
    form = {"type": kind.pk, "team": cast.teams["ti"].pk, "name": "Latitude", "state": "in_use"}
    form |= {
        "number": "bp 7",
        "owner": "carlos@entregas.example",
        "price": "6.500,00",
        "memory": "16",
    }
    refused = ana.post("/ativos/novo/", {**form, "owner": "zoe@fora.example"})
    assert refused.status_code == 422
    assert "Latitude" in refused.content.decode()
    assert ana.post("/ativos/novo/", form)["Location"] == "/ativos/n/BP-7/"
    page = shown(ana, "/ativos/n/BP-7/")
    assert "Carlos Dias" in page
    assert "6.500,00" in page
    found = shown(ana, "/ativos/n/BP-7/mudar/")
    assert 'value="6500,00"' in found
    change = {
        **form,
        "version": "1",
        "place": "Sala 9",
        "memory": "",
        "state": "stock",
        "owner": "",
    }
    assert ana.post("/ativos/n/BP-7/mudar/", change).status_code == 302
    assert "Sala 9" in shown(ana, "/ativos/?q=sala&state=stock")
    assert ana.post("/ativos/n/BP-7/mudar/", change).status_code == 409
    assert Asset.objects.get().values == {}


def test_ties_contracts_and_dues_have_their_pages(cast: Cast, ana: Client) -> None:
    soon = clock.today() + timedelta(days=5)
    first, second = asset(cast, warranty_until=soon), asset(cast, name="Dock")
    ana.post(f"/ativos/n/{first.number}/lacos/", {"kind": "depends_on", "other": second.number})
    tied = Relation.objects.get()
    assert second.number in shown(ana, f"/ativos/n/{first.number}/")
    ana.post(f"/ativos/n/{second.number}/lacos/{tied.pk}/desfazer/")
    assert not Relation.objects.exists()
    form = {"title": "Suporte", "team": cast.teams["ti"].pk, "from_on": "2026-01-02"}
    form |= {"until_on": soon.isoformat(), "notice_days": "30", "numbers": first.number}
    assert ana.post("/ativos/contratos/novo/", {**form, "from_on": "ontem"}).status_code == 422
    ana.post("/ativos/contratos/novo/", form)
    made = Contract.objects.get()
    assert first.number in shown(ana, f"/ativos/contratos/{made.pk}/")
    listed = shown(ana, "/ativos/pendencias/")
    assert "Suporte" in listed
    assert first.number in listed
    ana.post(f"/ativos/contratos/{made.pk}/", {**form, "title": "Manutenção"})
    ana.post(f"/ativos/contratos/{made.pk}/encerrar/")
    assert "Manutenção" not in shown(ana, "/ativos/contratos/")
    assert "Manutenção" in shown(ana, "/ativos/contratos/?q=manutencao")
    assert "Manutenção" not in shown(ana, "/ativos/pendencias/")
    ana.post(f"/ativos/contratos/{made.pk}/retomar/")
    assert "Manutenção" in shown(ana, "/ativos/contratos/?show=due")


def test_long_lists_go_on(cast: Cast, ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "DUE_LISTED", 2)
    monkeypatch.setattr(listing, "DUE_ALONE", 2)
    monkeypatch.setattr(labels, "MOST", 2)
    monkeypatch.setattr(sheet, "TICKETS", 2)
    monkeypatch.setattr(using, "MINE", 2)
    soon, whom = clock.today() + timedelta(days=5), "ana@boapraca.example"
    made = [asset(cast, warranty_until=soon, owner=whom) for _n in range(3)]
    assert "?only=warranty" in shown(ana, "/ativos/pendencias/")
    for address in ("/ativos/pendencias/?only=warranty", "/ativos/etiquetas/", MINE):
        first = shown(ana, address)
        following = unescape(first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0])
        rest = shown(ana, f"{address.split('?')[0]}{following}")
        assert [one.number in first for one in made] == [True, True, False], address
        assert [one.number in rest for one in made] == [False, False, True], address
    tickets = [cast.ticket("carlos", "ti") for _n in range(3)]
    for ticket in tickets:
        actions.link_ticket(SYSTEM, ticket.protocol, made[0].number)
    page = shown(ana, f"/ativos/n/{made[0].number}/")
    assert [f"/{one.protocol}/" in page for one in tickets] == [False, True, True]
    rest = shown(ana, f"/ativos/n/{made[0].number}/?before={tickets[1].pk}")
    assert [f"/{one.protocol}/" in rest for one in tickets] == [True, False, False]


def test_a_type_keeps_the_keys_of_its_fields(cast: Cast, ana: Client) -> None:
    lines: dict[str, Any] = {
        "key": ["", "", ""],
        "place": ["2", "1", "3"],
        "label_pt": ["Cor da capa", "Placa", ""],
        "label_en": ["", "", ""],
        "kind": ["choice", "text", "text"],
        "options": ["Azul\nVerde", "", ""],
    }
    names = {"name_pt": "Carro", "name_en": "Car", "icon": "car", "team": cast.teams["ti"].pk}
    assert ana.post("/ativos/tipos/novo/", {**names, **lines}).status_code == 302
    kind = AssetType.objects.get()
    assert [one["key"] for one in kind.fields] == ["placa", "cor_da_capa"]
    assert [one["value"] for one in kind.fields[1]["options"]] == ["azul", "verde"]
    assert "Cor da capa" in shown(ana, f"/ativos/tipos/{kind.pk}/")
    lines |= {"key": ["placa", "cor_da_capa", ""], "label_pt": ["Chapa", "Cor", ""]}
    lines |= {"kind": ["text", "choice", "text"], "options": ["", "Roxo\nVerde", ""]}
    ana.post(f"/ativos/tipos/{kind.pk}/", {**names, **lines, "is_retired": "1"})
    kind.refresh_from_db()
    assert {one["key"]: one["labels"]["pt-br"] for one in kind.fields} == {
        "placa": "Chapa",
        "cor_da_capa": "Cor",
    }
    [colour] = [one for one in kind.fields if one["key"] == "cor_da_capa"]
    assert [one["value"] for one in colour["options"]] == ["roxo", "verde"]
    assert kind.is_retired


def test_each_picture_of_a_type_has_a_name() -> None:
    assert [*owned.PICTURES] == [*actions.ICONS]


def test_a_file_is_brought_looked_at_and_imported(cast: Cast, ana: Client) -> None:
    notebooks(cast)
    file = SimpleUploadedFile("bens.csv", "Número;Tipo\n1;Notebook\n2;Nave\n".encode())
    answer = ana.post("/ativos/arquivos/", {"file": file, "team": cast.teams["ti"].pk})
    made = AssetImport.objects.get()
    there = answer["Location"]
    assert "hx-trigger" in shown(ana, there)
    actions.check_all(made.pk)
    page = shown(ana, there)
    assert "Nave" in page
    assert "Nave" not in shown(ana, f"{there}?state=added")
    refused = ana.get(f"{there}recusadas.csv").getvalue().decode()
    [_head, line] = refused.split("\r\n")[:2]
    assert line.startswith("2;Nave;")
    assert "1;Notebook" not in refused
    ana.post(f"{there}importar/")
    actions.import_all(made.pk)
    assert "bens.csv" in shown(ana, "/ativos/arquivos/")
    assert Asset.objects.get().number == "1"
    empty = SimpleUploadedFile("nada.csv", b"Nome\nx\n")
    ana.post("/ativos/arquivos/", {"file": empty, "team": cast.teams["ti"].pk})
    assert AssetImport.objects.count() == 1


def test_labels_and_the_file_hold_what_the_list_shows(cast: Cast, ana: Client) -> None:
    first, other = asset(cast, name="=1+1"), asset(cast, name="Mesa", state="stock")
    labels = shown(ana, "/ativos/etiquetas/?state=stock")
    assert other.number in labels
    assert first.number not in labels
    assert "<svg" in shown(ana, f"/ativos/etiquetas/?n={first.number}")
    response = ana.get("/ativos/ativos.csv")
    told = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=1+1" in told
    assert other.number in told


def test_a_label_leads_each_reader_where_it_should(
    cast: Cast, ana: Client, sign_in: SignIn
) -> None:
    made = asset(cast, name="Só dela", owner="carlos@entregas.example", notes="segredo nosso")
    way = f"/b/{made.number}/"
    assert ana.get(way)["Location"] == f"/ativos/n/{made.number}/"
    carlos = shown(sign_in("carlos"), way)
    assert "Só dela" in carlos
    assert "segredo" not in carlos
    unknown = shown(Client(), "/b/999999/").replace("999999", made.number)
    assert "Só dela" not in shown(Client(), way)
    assert len(shown(Client(), way)) == len(unknown)
    assert "Só dela" not in shown(sign_in("marina"), way)


def test_one_s_equipment_is_in_the_portal(cast: Cast, sign_in: SignIn) -> None:
    made = asset(cast, owner="carlos@entregas.example")
    carlos = sign_in("carlos")
    assert made.number in shown(carlos, "/meus-equipamentos/")
    assert "/meus-equipamentos/" in shown(carlos, "/")
    asking = shown(carlos, f"{reverse('portal:ask')}?assunto={made.number}")
    assert f'value="{made.number}"' in asking
    assert made.number not in shown(sign_in("joao"), "/meus-equipamentos/")
    assert Client().get("/meus-equipamentos/").status_code in (302, 404)


def test_a_ticket_is_tied_from_its_page(cast: Cast, ana: Client) -> None:
    made = asset(cast, owner="carlos@entregas.example")
    ticket = cast.ticket("carlos", "ti")
    assert made.number in shown(ana, f"/ativos/chamado/{ticket.protocol}/")
    asked = ana.get(f"/ativos/chamado/{ticket.protocol}/", headers={"HX-Request": "true"})
    assert "<html" not in asked.content.decode()
    place = f"/desk/tickets/{ticket.protocol}/ao-lado/ativos/"
    assert place in shown(ana, f"/desk/tickets/{ticket.protocol}/context/")
    assert made.number in shown(ana, place)
    ana.post(f"/ativos/chamado/{ticket.protocol}/", {"number": made.number})
    assert AssetTicket.objects.get().asset_id == made.pk
    assert ticket.subject in shown(ana, f"/ativos/n/{made.number}/")
    ana.post(f"/ativos/chamado/{ticket.protocol}/soltar/", {"number": made.number})
    assert not AssetTicket.objects.exists()


@pytest.mark.parametrize("name", ["joao", "carlos", "lucia", "zoe"])
def test_who_keeps_nothing_finds_nothing_here(cast: Cast, sign_in: SignIn, name: str) -> None:
    made = asset(cast)
    client = sign_in(name)
    for way in ("", "novo/", "pendencias/", "tipos/", "contratos/", "arquivos/", "etiquetas/"):
        assert client.get(f"/ativos/{way}").status_code == 404, way
    assert client.get(f"/ativos/n/{made.number}/").status_code == 404


def test_what_is_in_use_is_not_deleted_and_says_why(cast: Cast, ana: Client) -> None:
    made, ticket = asset(cast), cast.ticket("carlos", "ti")
    actions.link_ticket(SYSTEM, ticket.protocol, made.number)
    contract = actions.add_contract(
        SYSTEM,
        made.team_id,
        {"title": "Suporte", "from_on": clock.today()},
        numbers=[made.number],
    )
    AssetType.objects.update(team=made.team)
    deleted: dict[str, tuple[Any, Any, int]] = {
        f"/ativos/tipos/{made.type_id}/apagar/": (AssetType, actions.remove_type, made.type_id),
        f"/ativos/contratos/{contract.pk}/apagar/": (
            Contract,
            actions.remove_contract,
            contract.pk,
        ),
        f"/ativos/n/{made.number}/apagar/": (Asset, actions.remove_asset, made.pk),
    }
    for address, (model, remove, pk) in deleted.items():
        with pytest.raises(Conflict) as refused:
            remove(SYSTEM, pk)
        said = ana.post(address, follow=True).content.decode()
        assert escape(str(refused.value.message)) in said
        assert model.objects.exists(), address
    actions.unlink_ticket(SYSTEM, ticket.protocol, made.number)
    contract.assets.clear()
    for address in reversed(deleted):
        ana.post(address)
    assert not any(model.objects.exists() for model, _remove, _pk in deleted.values())


def test_lists_take_the_same_statements_for_two_and_for_twenty(cast: Cast, ana: Client) -> None:
    def keep(many: range) -> None:
        for n in many:
            kept = asset(cast, name=f"Latitude {n}", owner_id=cast.people["ana"].pk)
            told = {"title": f"Garantia {n}", "from_on": clock.today()}
            actions.add_contract(SYSTEM, cast.teams["ti"].pk, told, numbers=[kept.number])

    lists = ("/ativos/", "/ativos/contratos/", "/ativos/etiquetas/", "/ativos/pendencias/", MINE)
    keep(range(2))
    small = {path: counted(partial(shown, ana, path)) for path in lists * 2}
    keep(range(2, 20))
    assert {path: counted(partial(shown, ana, path)) for path in lists} == small
