from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.register.access.models import OneTimeSecret
from balcao.service.delivery.models import OutgoingMail
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Message, Ticket
from tests.cast import Cast

JOAO = "joao@cliente.example"


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """João's, answered, with a note."""
    opened = cast.ticket("joao", "sac", "Cadeira", "Veio quebrada")
    actions.reply(cast.actor("marina"), opened.pk, Said("Vamos trocar."))
    actions.note(cast.actor("marina"), opened.pk, Said("Cliente difícil"))
    return opened


def _ask(client: Client, protocol: str, email: str = JOAO) -> Any:
    return client.post("/acompanhar/", {"protocol": protocol, "email": email})


def _code(address: str = JOAO) -> str:
    mail = OutgoingMail.objects.filter(to_address=address, purpose="notice").latest("pk")
    found = re.search(r"\b(\d{8})\b", mail.body)
    assert found
    return found[1]


def _follow(ticket: Ticket) -> Client:
    client = Client()
    _ask(client, ticket.protocol)
    answer = client.post("/acompanhar/codigo/", {"code": _code()})
    assert answer["Location"] == f"/chamados/{ticket.protocol}/"
    return client


def test_a_code_opens_that_one_ticket(ticket: Ticket, cast: Cast) -> None:
    other = cast.ticket("joao", "sac", "Outra coisa")
    client = _follow(ticket)
    page = client.get(f"/chamados/{ticket.protocol}/").content.decode()
    assert "Vamos trocar." in page
    assert "Cliente difícil" not in page
    assert client.get(f"/chamados/{other.protocol}/").status_code == 404
    for way in ("/chamados/", "/conta/", "/conta/sessoes/"):
        assert client.get(way).status_code == 302


def test_the_protocol_is_read_in_any_notation(ticket: Ticket) -> None:
    p = ticket.protocol
    _ask(Client(), f" {p[:4]} {p[4:8]}.{p[8:11]}-{p[11:]}")
    assert _code()


def test_the_follower_answers_as_that_participant(ticket: Ticket, cast: Cast) -> None:
    client = _follow(ticket)
    client.post(f"/chamados/{ticket.protocol}/responder/", {"body": "Obrigado!"})
    said = Message.objects.latest("pk")
    assert (said.body, said.kind, said.author) == ("Obrigado!", "incoming", cast.people["joao"])


@pytest.mark.parametrize("email", ["zoe@fora.example", "ninguem@fora.example"])
def test_a_stranger_gets_the_same_answer_and_no_code(ticket: Ticket, email: str) -> None:
    client = Client()
    known = _ask(Client(), ticket.protocol)
    stranger = _ask(client, ticket.protocol, email)
    assert (stranger.status_code, stranger["Location"]) == (known.status_code, known["Location"])
    assert not OutgoingMail.objects.filter(to_address=email).exists()
    assert client.get("/acompanhar/codigo/").status_code == 200
    assert client.post("/acompanhar/codigo/", {"code": _code()}).status_code == 422


def test_a_stranger_cannot_use_the_code_of_a_participant(ticket: Ticket) -> None:
    _ask(Client(), ticket.protocol)
    client = Client()
    _ask(client, ticket.protocol, "zoe@fora.example")
    client.post("/acompanhar/codigo/", {"code": _code()})
    assert client.get(f"/chamados/{ticket.protocol}/").status_code == 302


def test_a_wrong_code_costs_a_try_and_five_close_it(ticket: Ticket) -> None:
    client = Client()
    _ask(client, ticket.protocol)
    code = _code()
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _try in range(5):
        assert client.post("/acompanhar/codigo/", {"code": wrong}).status_code == 422
    assert OneTimeSecret.objects.get().tries_left == 0
    assert client.post("/acompanhar/codigo/", {"code": code}).status_code == 422


def test_a_code_is_good_once(ticket: Ticket) -> None:
    _follow(ticket)
    client = Client()
    client.session["x"] = 1
    code = _code()
    _ask(client, ticket.protocol, "zoe@fora.example")
    assert client.post("/acompanhar/codigo/", {"code": code}).status_code == 422


def test_what_stands_inside_is_not_followed(cast: Cast) -> None:
    inside = cast.ticket("ana", "rh", "Férias")
    answer = _ask(Client(), inside.protocol, "ana@boapraca.example")
    assert answer["Location"] == "/acompanhar/codigo/"
    assert not OutgoingMail.objects.filter(purpose="notice").exists()


def test_a_mistyped_protocol_is_told_at_once(ticket: Ticket) -> None:
    wrong = ticket.protocol[:-1] + str((int(ticket.protocol[-1]) + 1) % 10)
    answer = _ask(Client(), wrong)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_codes_are_limited_for_participants_and_strangers(ticket: Ticket) -> None:
    for address in (JOAO, "ninguem@fora.example"):
        answers = [_ask(Client(), ticket.protocol, address).status_code for _try in range(7)]
        assert answers == [302] * 6 + [429]


def test_reopening_with_a_reason_is_the_requesters_who_signs_in(ticket: Ticket) -> None:
    actions.resolve(SYSTEM, ticket.pk)
    client = _follow(ticket)
    assert "/reabrir/" not in client.get(f"/chamados/{ticket.protocol}/").content.decode()
    way = f"/chamados/{ticket.protocol}/reabrir/"
    assert client.post(way, {"reason": "não deu"}).status_code == 403
    client.post(f"/chamados/{ticket.protocol}/responder/", {"body": "Ainda não chegou"})
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_done_ends_the_following(ticket: Ticket) -> None:
    client = _follow(ticket)
    client.post("/sair/")
    assert client.get(f"/chamados/{ticket.protocol}/").status_code == 302
