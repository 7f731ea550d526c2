from __future__ import annotations

import json
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.tickets import actions, queries
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.signing import PART, SignIn


def _thread(cast: Cast, ticket: Ticket) -> list[dict[str, object]]:
    actor = cast.actor("marina")
    return queries.thread(actor, queries.get(actor, ticket.protocol))


def test_a_reply_reaches_the_thread_with_its_files_and_the_ticket_waits(
    cast: Cast, marina: Client
) -> None:
    ticket = cast.ticket("joao", "sac")
    sent = {"body": "Já vejo isso.", "files": SimpleUploadedFile("nota fiscal.pdf", b"%PDF")}
    answer = marina.post(f"/desk/tickets/{ticket.protocol}/reply/", sent)
    assert answer["Location"] == f"/desk/tickets/{ticket.protocol}/"
    last = _thread(cast, ticket)[-1]
    assert (last["kind"], last["body"]) == ("outgoing", "Já vejo isso.")
    assert [file["name"] for file in last["files"]] == ["nota fiscal.pdf"]  # type: ignore[attr-defined]
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id) == ("pending", cast.people["marina"].pk)


def test_a_reply_may_resolve_at_once(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    marina.post(f"/desk/tickets/{ticket.protocol}/reply/", {"body": "Feito.", "then": "resolved"})
    ticket.refresh_from_db()
    assert ticket.status == "resolved"


def test_what_arrived_meanwhile_holds_a_reply_back(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    seen = _thread(cast, ticket)[-1]["id"]
    actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Esqueça, já chegou!"))
    address, said = f"/desk/tickets/{ticket.protocol}/reply/", {"body": "Vai amanhã.", "seen": seen}
    held = marina.post(address, said, headers=PART)
    assert held.status_code == 409
    assert held["HX-Reswap"] == "none"
    assert json.loads(held["HX-Trigger"])["toast"]["messages"][0]["tone"] == "danger"
    assert [line["kind"] for line in _thread(cast, ticket)] == ["incoming", "incoming"]


def test_without_script_a_reply_held_back_is_kept_as_a_draft(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    seen = _thread(cast, ticket)[-1]["id"]
    actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Esqueça, já chegou!"))
    shown = marina.post(
        f"/desk/tickets/{ticket.protocol}/reply/",
        {"body": "Vai amanhã.", "seen": seen},
        follow=True,
    ).content.decode()
    assert "Vai amanhã.</textarea>" in shown
    assert 'class="toast-line toast-error"' in shown


def test_a_note_calls_the_colleague_it_names(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac", "Sofá")
    body = {"body": "@rita nunes, pode ver?"}
    sign_in("marina").post(f"/desk/tickets/{ticket.protocol}/note/", body)
    last = _thread(cast, ticket)[-1]
    assert last["kind"] == "note"
    assert "Sofá" in sign_in("rita").get("/desk/lists/for_me/").content.decode()


def test_a_draft_is_kept_while_typing_and_is_its_writers_alone(cast: Cast, sign_in: SignIn) -> None:
    protocol = cast.ticket("joao", "sac").protocol
    kept = sign_in("marina").post(
        f"/desk/tickets/{protocol}/draft/", {"body": "Olá, Jo", "internal": "0"}
    )
    assert kept.status_code == 204
    address = f"/desk/tickets/{protocol}/"
    assert "Olá, Jo</textarea>" in sign_in("marina").get(address).content.decode()
    assert "Olá, Jo" not in sign_in("rita").get(address).content.decode()


def test_canned_replies_come_filled_in(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.set_canned_reply(
        cast.actor("rita"),
        "Pedir foto",
        "Olá, {{cliente}}! Envie uma foto. {{protocolo}}",
        shortcut="foto",
        team_id=cast.teams["sac"].pk,
    )
    address = f"/desk/tickets/{ticket.protocol}/canned/"
    assert "Olá, João! Envie uma foto." in marina.get(address, {"q": "fot"}).content.decode()
    assert "Pedir foto" not in marina.get(address, {"q": "prazo"}).content.decode()


def test_only_those_who_handle_the_ticket_are_offered(cast: Cast, marina: Client) -> None:
    protocol = cast.ticket("joao", "sac").protocol
    shown = marina.get(f"/desk/tickets/{protocol}/mentionable/").content.decode()
    assert "Rita Nunes" in shown
    assert "Paulo" not in shown


def test_files_that_are_too_big_are_refused_with_the_limit(
    cast: Cast, marina: Client, settings: Settings
) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    protocol = cast.ticket("joao", "sac").protocol
    sent = {"body": "Veja", "files": SimpleUploadedFile("filme.mp4", b"x" * 1_000_001)}
    refused = marina.post(f"/desk/tickets/{protocol}/reply/", sent, headers=PART)
    assert refused.status_code == 413
    assert "1 MB" in refused["HX-Trigger"]


def test_a_stranger_to_the_ticket_writes_nothing_in_it(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac")
    for act in ("reply", "note", "draft"):
        answer = sign_in("ana").post(f"/desk/tickets/{ticket.protocol}/{act}/", {"body": "Oi"})
        assert answer.status_code == 404
    assert len(_thread(cast, ticket)) == 1


def test_colleagues_see_who_is_writing_and_the_writer_does_not(cast: Cast, sign_in: SignIn) -> None:
    address = f"/desk/tickets/{cast.ticket('joao', 'sac').protocol}"
    sign_in("marina").post(f"{address}/draft/", {"body": "Olá", "internal": "0"})
    assert "Marina Alves" in sign_in("rita").get(f"{address}/writing/").content.decode()
    assert "Marina Alves" not in sign_in("marina").get(f"{address}/writing/").content.decode()
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert "Marina Alves" not in sign_in("rita").get(f"{address}/writing/").content.decode()
    sign_in("marina").post(f"{address}/draft/", {"body": "", "internal": "0"})
    assert "Marina Alves" not in sign_in("rita").get(f"{address}/writing/").content.decode()
