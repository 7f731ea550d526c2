from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balcao.core.actor import SYSTEM, Role
from balcao.register.access.actions import set_membership
from balcao.service.tickets import actions
from balcao.service.tickets.content import File, Said
from balcao.service.tickets.models import Message, Ticket
from tests.cast import Cast

from .conftest import As, is_problem

FIELDS = {"id", "body", "original", "internal", "author", "created_at", "attachments"}


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """João's ticket at the SAC, with a note of Rita's."""
    opened = cast.ticket("joao", "sac", "Entrega", "Cadê meu sofá?")
    actions.note(cast.actor("rita"), opened.pk, Said("canário das notas"))
    return opened


def test_messages_come_oldest_first_with_every_field(call: As, ticket: Ticket) -> None:
    told = call("marina").get(f"/tickets/{ticket.protocol}/messages").json()
    assert set(told) == {"items", "next"}
    assert [set(item) for item in told["items"]] == [FIELDS, FIELDS]
    first, second = told["items"]
    assert (first["body"], first["original"]) == ("Cadê meu sofá?", "Cadê meu sofá?")
    assert (first["internal"], first["author"]) == (False, "joao@cliente.example")
    assert (second["internal"], second["author"]) == (True, "rita@boapraca.example")
    assert first["id"] < second["id"]


def test_a_requester_never_sees_notes(call: As, ticket: Ticket) -> None:
    response = call("joao").get(f"/tickets/{ticket.protocol}/messages")
    assert [item["internal"] for item in response.json()["items"]] == [False]
    assert "canário" not in response.content.decode()


def test_ana_reads_her_thread_at_hr_without_notes(call: As, cast: Cast) -> None:
    asked = cast.ticket("ana", "rh", "Férias", "Quando posso?")
    actions.note(cast.actor("paulo"), asked.pk, Said("canário do RH"))
    actions.reply(cast.actor("paulo"), asked.pk, Said("Em julho."))
    response = call("ana").get(f"/tickets/{asked.protocol}/messages")
    assert [item["body"] for item in response.json()["items"]] == ["Quando posso?", "Em julho."]
    assert "canário" not in response.content.decode()
    assert len(call("paulo").get(f"/tickets/{asked.protocol}/messages").json()["items"]) == 3


def test_clients_read_staff_by_their_team_and_staff_by_their_work_address(
    call: As, cast: Cast, ticket: Ticket
) -> None:
    actions.reply(cast.actor("marina"), ticket.pk, Said("Chega amanhã."))
    path = f"/tickets/{ticket.protocol}/messages"
    assert call("joao").get(path).json()["items"][-1]["author"] == "SAC"
    assert call("rita").get(path).json()["items"][-1]["author"] == "marina@boapraca.example"
    assert "marina@" not in call("joao").get(path).content.decode()


def test_the_whole_original_stands_beside_the_new_text(
    call: As, cast: Cast, ticket: Ticket
) -> None:
    said = Said("Obrigado", original="Obrigado\n> Chega amanhã.")
    actions.receive(cast.actor("joao"), ticket.pk, cast.handle("joao"), said)
    told = call("joao").get(f"/tickets/{ticket.protocol}/messages").json()["items"][-1]
    assert (told["body"], told["original"]) == ("Obrigado", "Obrigado\n> Chega amanhã.")


def test_a_client_s_word_wakes_the_ticket(call: As, cast: Cast, ticket: Ticket) -> None:
    actions.resolve(cast.actor("marina"), ticket.pk)
    joao = call("joao")
    said = joao.post(f"/tickets/{ticket.protocol}/messages", {"body": "Não chegou."})
    assert said.status_code == 201
    assert set(said.json()) == FIELDS
    assert said.json()["author"] == "joao@cliente.example"
    assert joao.get(f"/tickets/{ticket.protocol}").json()["status"] == "open"
    assert Message.objects.get(pk=said.json()["id"]).kind == "incoming"


def test_a_client_may_not_write_notes(call: As, ticket: Ticket) -> None:
    before = Message.objects.count()
    told = {"body": "Segredo", "internal": True}
    response = call("joao").post(f"/tickets/{ticket.protocol}/messages", told)
    assert is_problem(response, 403)
    assert Message.objects.count() == before


def test_who_handles_the_ticket_replies_and_writes_notes(call: As, ticket: Ticket) -> None:
    marina = call("marina")
    path = f"/tickets/{ticket.protocol}/messages"
    reply = marina.post(path, {"body": "Chega amanhã."})
    note = marina.post(path, {"body": "Liguei.", "internal": True})
    assert (reply.status_code, note.status_code) == (201, 201)
    assert (reply.json()["internal"], note.json()["internal"]) == (False, True)
    assert marina.get(f"/tickets/{ticket.protocol}").json()["status"] == "pending"
    kinds = Message.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["outgoing", "note"]


def test_who_asked_speaks_as_the_client_also_where_they_handle_the_ticket(
    call: As, cast: Cast
) -> None:
    asked = cast.ticket("ana", "ti", "Notebook", "Não liga.")
    set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["ti"].pk, Role.AGENT)
    actions.reply(cast.actor("paulo"), asked.pk, Said("Qual é o patrimônio?"))
    ana, path = call("ana"), f"/tickets/{asked.protocol}/messages"
    assert ana.post(path, {"body": "É o 1234."}).status_code == 201
    assert ana.get(f"/tickets/{asked.protocol}").json()["status"] == "open"
    assert ana.post(path, {"body": "Nota", "internal": True}).status_code == 201
    kinds = Message.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["incoming", "outgoing", "incoming", "note"]


def test_a_light_agent_writes_notes_and_no_replies(call: As, cast: Cast, ticket: Ticket) -> None:
    set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["sac"].pk, Role.LIGHT)
    lucia = call("lucia")
    path = f"/tickets/{ticket.protocol}/messages"
    assert is_problem(lucia.post(path, {"body": "Oi"}), 403)
    assert lucia.post(path, {"body": "Oi", "internal": True}).status_code == 201


def test_messages_come_in_pages(call: As, cast: Cast, ticket: Ticket) -> None:
    for number in range(4):
        actions.reply(cast.actor("marina"), ticket.pk, Said(f"resposta {number}"))
    joao = call("joao")
    path, seen, cursor = f"/tickets/{ticket.protocol}/messages", [], ""
    for _page in range(3):
        page = joao.get(path, limit=2, cursor=cursor).json()
        seen += [item["body"] for item in page["items"]]
        cursor = page["next"] or ""
    assert seen == ["Cadê meu sofá?", *(f"resposta {number}" for number in range(4))]
    assert cursor == ""


def test_a_file_is_read_within_the_audience_of_its_message(
    call: As, cast: Cast, ticket: Ticket
) -> None:
    file = File("nota.html", "text/html", b"<script>alert(1)</script>")
    actions.note(cast.actor("rita"), ticket.pk, Said("veja", files=[file]))
    told = call("marina").get(f"/tickets/{ticket.protocol}/messages").json()["items"][-1]
    (shown,) = told["attachments"]
    assert set(shown) == {"id", "name", "size", "content_type", "url"}
    assert (shown["name"], shown["size"]) == ("nota.html", 25)
    path = shown["url"].removeprefix("/api/v1")
    served = call("marina").get(path)
    assert b"".join(served.streaming_content) == file.data
    assert served["Content-Type"] == "application/octet-stream"
    assert served["Content-Disposition"].startswith("attachment")
    refused, unknown = (
        call("joao").get(path),
        call("joao").get("/attachments/999999999999999999999"),
    )
    assert is_problem(refused, 404)
    assert refused.content == unknown.content
    assert is_problem(call("zoe").get(path), 404)


def test_a_thread_takes_the_same_statements_however_long(
    call: As, cast: Cast, ticket: Ticket
) -> None:
    marina = call("marina")
    path, numbers = f"/tickets/{ticket.protocol}/messages", []
    marina.get(path)
    for more in (0, 20):
        for _number in range(more):
            file = File("a.txt", "text/plain", b"a")
            actions.reply(cast.actor("marina"), ticket.pk, Said("oi", files=[file]))
        with CaptureQueriesContext(connection) as told:
            marina.get(path)
        numbers.append(len(told))
    assert numbers[0] == numbers[1] <= 6
