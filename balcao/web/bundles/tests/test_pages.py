"""Asking for a bundle in the portal, following it at the desk, and taking templates."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.access.actions import issue_token
from balcao.service.bundles.models import Bundle, Task, Template
from balcao.service.bundles.tests.conftest import WELCOME
from balcao.service.tickets import actions as tickets
from balcao.web.bundles import following, starting
from tests.cast import Cast
from tests.signing import SignIn

HOME = "/pacotes/"


def test_ana_asks_and_reads_one_line_of_progress(
    cast: Cast, welcoming: Template, sign_in: SignIn
) -> None:
    ana = sign_in("rita")
    assert "Boas-vindas" in ana.get(f"{HOME}pedir/").content.decode()
    page = ana.get(f"{HOME}pedir/{welcoming.pk}/").content.decode()
    assert 'type="date"' in page
    wrong = ana.post(f"{HOME}pedir/{welcoming.pk}/", {**WELCOME, "who": ""})
    assert wrong.status_code == 422
    assert 'value="Loja da Praça"' in wrong.content.decode()
    sent = ana.post(f"{HOME}pedir/{welcoming.pk}/", {**WELCOME, "notebook": "no"})
    bundle = Bundle.objects.get()
    assert sent["Location"] == f"/chamados/{bundle.ticket.protocol}/"
    first = Task.objects.get(bundle=bundle, key="papers")
    tickets.resolve(SYSTEM, first.ticket_id or 0)
    story = ana.get(f"{sent['Location']}andamento/").content.decode()
    assert re.search(r'<progress value="1" max="5"', story)
    for word in ("TI", "Conta, e-mail", first.ticket.protocol if first.ticket else ""):
        assert not re.search(
            rf"\b{re.escape(word)}\b", re.sub(r"<head>.*?</head>", "", story, flags=re.S)
        )
    token = issue_token(SYSTEM, cast.handle("rita").value)
    told = Client().get(
        f"/api/v1/tickets/{bundle.ticket.protocol}/bundle",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert (told.json()["done"], told.json()["total"]) == (1, 5)
    listed = sign_in("paulo").get(f"{HOME}{bundle.pk}/").content.decode()
    assert "Conta, e-mail e acessos" in listed
    for name in ("rita", "ana", "joao", "beto"):
        assert sign_in(name).get(f"{HOME}{bundle.pk}/").status_code == 404


def test_a_machine_asks_by_the_same_validation(cast: Cast, welcoming: Template) -> None:
    asked = {"Authorization": f"Bearer {issue_token(SYSTEM, cast.handle('ana').value)}"}
    client, path = Client(), f"/api/v1/bundles/{welcoming.pk}"
    assert client.get("/api/v1/bundles", headers=asked).json()["items"][0]["id"] == welcoming.pk
    form = client.get(path, headers=asked).json()
    assert [field["key"] for field in form["form"]][:2] == ["who", "first_day"]
    for values, status in (({**WELCOME, "nada": 1}, 422), (WELCOME, 201)):
        sent = client.post(
            f"{path}/requests", {"values": values}, content_type="application/json", headers=asked
        )
        assert sent.status_code == status
    other = {"Authorization": f"Bearer {issue_token(SYSTEM, cast.handle('joao').value)}"}
    assert client.get(path, headers=other).status_code == 404


def test_a_supervisor_takes_a_template_and_offers_it_no_longer(
    cast: Cast, welcoming: Template, sign_in: SignIn
) -> None:
    paulo = sign_in("paulo")
    form = {
        "template": "leaving",
        "inbox": cast.inboxes["rh"].pk,
        "area-it": cast.inboxes["ti"].pk,
        "audience": ["employee"],
    }
    assert "Despedida" in paulo.get(f"{HOME}modelos/novo/").content.decode()
    assert paulo.post(f"{HOME}modelos/novo/", {**form, "template": "nada"}).status_code == 422
    assert paulo.post(f"{HOME}modelos/novo/", form)["Location"] == HOME
    made = Template.objects.latest("pk")
    assert made.owner_id == cast.people["paulo"].pk
    paulo.post(f"{HOME}modelos/{made.pk}/oferta/", {"live": "0"})
    made.refresh_from_db()
    assert not made.is_live
    assert "Despedida" in paulo.get(HOME).content.decode()
    for name in ("beto", "rita", "joao"):
        assert "Despedida de quem" not in sign_in(name).get(HOME).content.decode()
        again = sign_in(name).post(f"{HOME}modelos/{made.pk}/oferta/", {"live": "1"})
        assert again.status_code == 404
        made.refresh_from_db()
        assert not made.is_live


@pytest.mark.parametrize("name", ["joao", "zoe", "carlos"])
def test_who_is_outside_finds_nothing(welcoming: Template, sign_in: SignIn, name: str) -> None:
    client = sign_in(name)
    assert client.get(HOME).status_code == 404
    assert client.get(f"{HOME}pedir/{welcoming.pk}/").status_code == 404
    assert "Boas-vindas" not in client.get(f"{HOME}pedir/").content.decode()


def test_very_many_are_looked_for_by_their_words_and_listed_in_pages(
    cast: Cast, welcoming: Template, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "SEARCHED", 0)
    monkeypatch.setattr(following, "TEMPLATES", 1)
    rita = sign_in("rita")
    assert "Boas-vindas" in rita.get(f"{HOME}pedir/?q=quem+BOAS").content.decode()
    assert "Boas-vindas" not in rita.get(f"{HOME}pedir/?q=despedida").content.decode()
    Template.objects.create(
        names={"pt-br": "Zarpar"}, team=welcoming.team, inbox=welcoming.inbox,
        owner=welcoming.owner, audience=["employee"],
    ).versions.create(number=1, content=welcoming.versions.get().content, made_at=clock.now())  # fmt: skip
    paulo = sign_in("paulo")
    first = paulo.get(HOME).content.decode()
    assert "modelos=1" in first
    assert "Zarpar" not in first
    last = paulo.get(f"{HOME}?modelos=1").content.decode()
    assert "Zarpar" in last
    assert "modelos=2" not in last
