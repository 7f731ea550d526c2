from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from balcao.core.actor import SYSTEM, Hat
from balcao.register.access.actors import Level
from balcao.register.people import actions as people
from balcao.register.people.models import OrganizationKind, Relationship
from balcao.service.tickets import actions
from balcao.service.tickets.content import File, Said
from balcao.service.tickets.models import Message, Reason, Ticket
from tests.cast import Cast
from tests.signing import signed_in


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """João's, taken and answered by Marina, with a note for her team."""
    opened = cast.ticket("joao", "sac", "Cadeira quebrada", "Veio com o pé solto")
    marina = cast.actor("marina")
    actions.reply(marina, opened.pk, Said("Vamos **trocar**.", files=[File("guia.pdf", "", b"x")]))
    actions.note(marina, opened.pk, Said("Canário na gaiola"))
    actions.set_tags(marina, opened.pk, ["canario-etiqueta"])
    opened.refresh_from_db()
    return opened


def _way(ticket: Ticket, what: str = "") -> str:
    return f"/chamados/{ticket.protocol}/{what}"


def test_a_client_reads_the_conversation_in_their_own_words(cast: Cast, ticket: Ticket) -> None:
    page = signed_in(cast.people["joao"].pk, Level.LINK).get(_way(ticket)).content.decode()
    assert "Veio com o pé solto" in page
    assert "Vamos <strong>trocar</strong>." in page
    assert "guia.pdf" in page
    assert "Marina" in page
    assert "status-pending" in page


@pytest.mark.parametrize("secret", ["Canário", "canario-etiqueta", "Alves", "marina@", "/desk/"])
def test_a_client_never_reads_what_is_the_staffs(cast: Cast, ticket: Ticket, secret: str) -> None:
    client = signed_in(cast.people["joao"].pk)
    for way in (_way(ticket), "/chamados/", "/"):
        assert secret not in client.get(way).content.decode()
    part = client.get(_way(ticket), headers={"hx-request": "true", "hx-request-type": "partial"})
    assert secret not in part.content.decode()


@pytest.mark.parametrize("name", ["zoe", "carlos", "ana", "marina", "beto", "lucia"])
def test_it_is_nothing_for_anybody_else(cast: Cast, ticket: Ticket, name: str) -> None:
    client = signed_in(cast.people[name].pk)
    assert client.get(_way(ticket)).status_code == 404
    assert client.post(_way(ticket, "responder/"), {"body": "oi"}).status_code == 404
    assert client.post(_way(ticket, "reabrir/"), {"reason": "oi"}).status_code == 404
    assert client.get("/chamados/999999999999/").status_code == 404


def test_an_answer_wakes_the_ticket(cast: Cast, ticket: Ticket) -> None:
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    file = SimpleUploadedFile("foto.png", b"png", "image/png")
    answer = client.post(_way(ticket, "responder/"), {"body": "Obrigado!", "files": file})
    assert answer["Location"] == _way(ticket)
    said = Message.objects.latest("pk")
    assert (said.kind, said.channel, said.author) == ("incoming", "portal", cast.people["joao"])
    assert said.attachments.get().name == "foto.png"
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_an_empty_answer_is_told_and_says_nothing(cast: Cast, ticket: Ticket) -> None:
    before = Message.objects.count()
    client = signed_in(cast.people["joao"].pk)
    answer = client.post(_way(ticket, "responder/"), {"body": "   "})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Message.objects.count() == before


def test_a_file_is_downloaded_by_its_reader_alone(cast: Cast, ticket: Ticket) -> None:
    joao = signed_in(cast.people["joao"].pk)
    page = joao.get(_way(ticket)).content.decode()
    link = next(part for part in page.split('"') if part.startswith("/conteudo/arquivo/"))
    assert b"".join(joao.get(link).streaming_content) == b"x"  # type: ignore[attr-defined]
    assert signed_in(cast.people["zoe"].pk).get(link).status_code == 404


def test_an_ended_ticket_goes_on_with_a_reason(cast: Cast, ticket: Ticket) -> None:
    actions.resolve(cast.actor("marina"), ticket.pk)
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    assert _way(ticket, "reabrir/") in client.get(_way(ticket)).content.decode()
    assert client.post(_way(ticket, "reabrir/"), {"reason": " "}).status_code == 422
    assert client.post(_way(ticket, "reabrir/"), {"reason": "Não chegou"}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.status == "open"
    assert Reason.objects.latest("pk").text == "Não chegou"


def test_an_open_ticket_is_not_reopened(cast: Cast, ticket: Ticket) -> None:
    client = signed_in(cast.people["joao"].pk)
    assert client.post(_way(ticket, "reabrir/"), {"reason": "de novo"}).status_code == 422


def test_somebody_with_two_hats_is_led_to_the_side_of_the_ticket(cast: Cast) -> None:
    inside = cast.ticket("ana", "rh", "Férias")
    client = signed_in(cast.people["ana"].pk, hat=Hat.EXTERNAL)
    assert "Férias" not in client.get("/chamados/").content.decode()
    assert client.get(_way(inside)).status_code == 200
    assert "Férias" in client.get("/chamados/").content.decode()


def test_an_agent_who_asked_reads_no_note_there(cast: Cast) -> None:
    inside = cast.ticket("ana", "rh", "Salário")
    actions.note(cast.actor("paulo"), inside.pk, Said("Canário do RH"))
    page = signed_in(cast.people["ana"].pk).get(_way(inside)).content.decode()
    assert "Salário" in page
    assert "Canário" not in page


def test_a_link_session_does_not_reach_what_was_asked_inside(cast: Cast) -> None:
    inside = cast.ticket("ana", "rh", "Férias")
    client = signed_in(cast.people["ana"].pk, Level.LINK)
    assert client.get(_way(inside)).status_code == 404
    assert "Férias" not in client.get("/chamados/").content.decode()


def test_the_part_alone_answers_a_page_that_refreshes_itself(cast: Cast, ticket: Ticket) -> None:
    client = signed_in(cast.people["joao"].pk)
    part = client.get(_way(ticket), headers={"hx-request": "true", "hx-request-type": "partial"})
    assert "Vamos" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert f'data-live="ticket:{ticket.pk}"' in client.get(_way(ticket)).content.decode()


def test_an_organizations_tickets_are_shared_only_when_it_says_so(
    cast: Cast, ticket: Ticket
) -> None:
    firm = people.add_organization(SYSTEM, "Casa Nova", OrganizationKind.COMPANY)
    people.begin_relationship(SYSTEM, cast.people["zoe"].pk, "customer", organization_id=firm.pk)
    Relationship.objects.filter(person=cast.people["joao"]).update(organization=firm)
    Ticket.objects.update(organization=firm)
    zoe = cast.people["zoe"].pk
    assert signed_in(zoe, Level.LINK).get(_way(ticket)).status_code == 404
    people.share_tickets(SYSTEM, firm.pk, shares=True)
    client = signed_in(zoe, Level.LINK)
    assert "João" in client.get("/chamados/").content.decode()
    page = client.get(_way(ticket)).content.decode()
    assert "Vamos" in page
    assert "Canário" not in page


def test_a_long_list_goes_on_by_an_ordinary_link(cast: Cast) -> None:
    for number in range(52):
        cast.ticket("joao", "sac", f"Pedido {number:02d}")
    client = signed_in(cast.people["joao"].pk)
    first = client.get("/chamados/").content.decode()
    assert first.count("row-link") == 50
    older = next(part for part in first.split('"') if part.startswith("/chamados/?cursor="))
    second = client.get(older).content.decode()
    assert second.count("row-link") == 2
    assert "Pedido 00" in second


def test_a_cursor_of_somebody_else_making_is_refused(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk)
    assert client.get("/chamados/?cursor=%00x").status_code == 422
