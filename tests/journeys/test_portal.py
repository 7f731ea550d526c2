"""A customer comes in by link, asks, is answered and reopens; a team looks in through broken glass."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.register.people import actions as people
from balcao.service.delivery.tests.letters import plain, sent
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .conftest import SignIn

JOAO = "joao@cliente.example"


def _link_in(text: str) -> str:
    found = re.search(r"https?://\S+/entrar/link/\S+", text)
    assert found is not None
    return urlsplit(found[0]).path


def test_a_customer_asks_in_the_portal_is_answered_and_reopens(cast: Cast, sign_in: SignIn) -> None:
    joao = Client()
    joao.post("/entrar/link/", {"login": JOAO})
    (mail,) = sent()
    way = _link_in(plain(mail))
    for _look in range(2):
        assert "<form" in joao.get(way).content.decode()
    assert joao.get("/chamados/").status_code == 302
    assert joao.post(way).status_code == 302
    assert Client().post(way).status_code == 404

    home = joao.get("/").content.decode() + joao.get("/novo/").content.decode()
    assert not any(word in home for word in ("rh@", "ti@", "/lado/", "/desk/"))
    asked = {
        "inbox": cast.inboxes["sac"].pk,
        "kind": "complaint",
        "subject": "Sofá rasgado",
        "body": "Veja a foto.",
    }
    inside = joao.post("/novo/", {**asked, "inbox": cast.inboxes["rh"].pk})
    assert inside.status_code == 422
    photo = SimpleUploadedFile("foto.txt", b"rasgo de dez centimetros")
    assert joao.post("/novo/", {**asked, "files": photo}).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.side, ticket.channel) == ("complaint", "external", "portal")
    sent()

    marina = sign_in("marina")
    page = marina.get(f"/desk/tickets/{ticket.protocol}/").content.decode()
    file = re.search(r'href="(/conteudo/arquivo/[^"]+)"', page)
    assert file is not None
    assert b"rasgo" in marina.get(file[1]).getvalue()
    assert joao.get(file[1]).status_code == 404
    answer = {"body": "Trocamos na quinta.", "then": "resolved"}
    marina.post(f"/desk/tickets/{ticket.protocol}/reply/", answer)
    (mail,) = sent()
    assert "Trocamos na quinta." in plain(mail)

    shown = joao.get(f"/chamados/{ticket.protocol}/").content.decode()
    assert "Trocamos na quinta." in shown
    assert "Alves" not in shown
    joao.post(f"/chamados/{ticket.protocol}/reabrir/", {"reason": "Não vieram"})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopened_count) == ("open", 1)
    joao.post(f"/chamados/{ticket.protocol}/responder/", {"body": "Ainda espero."})
    again = marina.get(f"/desk/tickets/{ticket.protocol}/").content.decode()
    assert "Ainda espero." in again
    assert "Não vieram" in again


def test_a_confidential_team_is_looked_into_only_through_glass_that_it_hears_break(
    cast: Cast, sign_in: SignIn
) -> None:
    ticket = cast.ticket("ana", "rh", "Assunto delicado")
    beto = sign_in("beto")
    page = f"/desk/tickets/{ticket.protocol}/"
    assert beto.get(page).status_code == 404
    beto.post(
        "/administracao/quebra-de-vidro/",
        {"team": cast.teams["rh"].pk, "reason": "Ordem judicial 123"},
    )
    assert "Assunto delicado" in beto.get(page).content.decode()
    beto.post(f"{page}reply/", {"body": "Olá"})
    assert not ticket.messages.filter(kind="outgoing").exists()
    told = [plain(mail) for mail in sent() if "paulo@" in mail["To"]]
    assert len(told) == 1
    assert "Ordem judicial 123" in told[0]
    assert not any("marina@" in mail["To"] for mail in sent())


def test_a_colleague_reads_it_only_where_the_organization_shares(
    cast: Cast, sign_in: SignIn
) -> None:
    shop = people.add_organization(SYSTEM, "Padaria", "company")
    for name in ("joao", "zoe"):
        people.begin_relationship(SYSTEM, cast.people[name].pk, "customer", organization_id=shop.pk)
    asked = {
        "inbox": cast.inboxes["sac"].pk,
        "kind": "request",
        "subject": "Nota fiscal",
        "body": "Em nome da padaria.",
        "organization": shop.pk,
    }
    sign_in("joao", "link").post("/novo/", asked)
    ticket = Ticket.objects.get()
    assert ticket.organization_id == shop.pk
    page, zoe = f"/chamados/{ticket.protocol}/", sign_in("zoe", "link")
    assert zoe.get(page).status_code == 404
    people.share_tickets(SYSTEM, shop.pk, shares=True)
    assert "Em nome da padaria." in zoe.get(page).content.decode()
    assert "Nota fiscal" in zoe.get("/chamados/").content.decode()
