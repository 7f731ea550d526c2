from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from balcao.register.people.models import Handle, Person
from balcao.service.tickets.models import Message, Ticket
from balcao.web.portal import visiting
from tests.cast import Cast
from tests.signing import signed_in


def _told(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "name": "Nina Torres",
        "email": "Nina@Casa.example",
        "inbox": cast.inboxes["sac"].pk,
        "kind": "question",
        "subject": "Horário da loja",
        "body": "Abrem no sábado?",
        "website": "",
        **more,
    }


def test_somebody_without_account_gets_a_protocol(cast: Cast) -> None:
    client = Client()
    answer = client.post("/escrever/", _told(cast), follow=True)
    ticket = Ticket.objects.get()
    assert f'data-copy="{ticket.protocol}"' in answer.content.decode()
    assert ticket.side == "external"
    assert client.get(f"/chamados/{ticket.protocol}/").status_code == 302


def test_nobody_vouches_for_the_address(cast: Cast) -> None:
    Client().post("/escrever/", _told(cast))
    assert Handle.objects.get(value="nina@casa.example").verified_at is None
    message = Message.objects.get()
    assert not message.is_verified
    assert message.reason


def test_a_known_address_makes_no_second_person(cast: Cast) -> None:
    before = Person.objects.count()
    Client().post("/escrever/", _told(cast, email="joao@cliente.example", name="Outro Nome"))
    assert Person.objects.count() == before
    assert Ticket.objects.get().requester == cast.people["joao"]
    assert Person.objects.get(pk=cast.people["joao"].pk).name == "João Souza"


@pytest.mark.parametrize("inbox", ["ti", "rh"])
def test_an_inbox_of_the_inside_is_no_choice(cast: Cast, inbox: str) -> None:
    page = Client().get("/escrever/").content.decode()
    assert f'value="{cast.inboxes[inbox].pk}"' not in page
    told = _told(cast, inbox=cast.inboxes[inbox].pk)
    assert Client().post("/escrever/", told).status_code == 422
    assert not Ticket.objects.exists()


def test_what_fills_the_trap_opens_nothing_and_is_not_told(cast: Cast) -> None:
    answer = Client().post("/escrever/", _told(cast, website="https://spam.example"))
    assert answer["Location"] == "/escrever/recebido/"
    assert not Ticket.objects.exists()
    assert not Handle.objects.filter(value="nina@casa.example").exists()


def test_an_address_is_limited(cast: Cast) -> None:
    answers = [Client().post("/escrever/", _told(cast)).status_code for _try in range(6)]
    assert answers == [302] * 5 + [429]
    assert Ticket.objects.count() == 5


def test_a_place_is_limited(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visiting, "FROM_A_PLACE", 3)
    told = [_told(cast, email=f"n{n}@casa.example") for n in range(4)]
    assert Client().post("/escrever/", told[0], REMOTE_ADDR="203.0.113.7").status_code == 302
    answers = [Client().post("/escrever/", one).status_code for one in told]
    assert answers == [302] * 3 + [429]


def test_no_file_is_taken_from_a_stranger(cast: Cast) -> None:
    assert 'type="file"' not in Client().get("/escrever/").content.decode()


def test_whoever_is_signed_in_gets_the_full_form(cast: Cast) -> None:
    assert signed_in(cast.people["joao"].pk).get("/escrever/")["Location"] == "/novo/"


def test_the_page_of_the_protocol_is_for_who_asked(cast: Cast) -> None:
    assert Client().get("/escrever/recebido/")["Location"] == "/escrever/"
