from __future__ import annotations

from django.test import Client

from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.signing import SignIn

ASKED = {
    "channel": "phone",
    "kind": "incident",
    "subject": "Sofá",
    "body": "Quebrou",
    "impact": "3",
    "urgency": "3",
}


def test_a_ticket_is_opened_for_somebody_who_called(cast: Cast, marina: Client) -> None:
    asked = {**ASKED, "requester": "Joao@cliente.example", "inbox": cast.inboxes["sac"].pk}
    answer = marina.post("/desk/new/", asked)
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/desk/tickets/{ticket.protocol}/"
    assert ticket.requester_id == cast.people["joao"].pk
    assert (ticket.channel, ticket.kind, ticket.priority) == ("phone", "incident", 4)


def test_a_stranger_becomes_a_person_with_a_name(cast: Cast, marina: Client) -> None:
    new = {
        "requester": "nova@cliente.example",
        "name": "Nova Dias",
        "inbox": cast.inboxes["sac"].pk,
    }
    marina.post("/desk/new/", {**ASKED, **new})
    assert Ticket.objects.get().requester.name == "Nova Dias"


def test_another_teams_inbox_is_not_offered_nor_taken(cast: Cast, marina: Client) -> None:
    assert "ti@boapraca.example" not in marina.get("/desk/new/").content.decode()
    asked = {**ASKED, "requester": "joao@cliente.example", "inbox": cast.inboxes["ti"].pk}
    assert marina.post("/desk/new/", asked).status_code == 404
    assert not Ticket.objects.exists()


def test_what_was_typed_survives_a_refusal(cast: Cast, marina: Client) -> None:
    asked = {**ASKED, "requester": "isto não é endereço", "inbox": cast.inboxes["sac"].pk}
    answer = marina.post("/desk/new/", asked)
    assert answer.status_code == 422
    assert "Quebrou</textarea>" in answer.content.decode()


def test_supervisors_keep_replies_ready_and_agents_read_them(cast: Cast, sign_in: SignIn) -> None:
    reply = {
        "title": "Prazo",
        "body": "Até sexta.",
        "shortcut": "prazo",
        "team": cast.teams["sac"].pk,
    }
    assert sign_in("marina").post("/desk/replies/", reply).status_code == 403
    sign_in("rita").post("/desk/replies/", reply)
    assert "Até sexta." in sign_in("marina").get("/desk/replies/").content.decode()
    assert "Até sexta." not in sign_in("ana").get("/desk/replies/").content.decode()
