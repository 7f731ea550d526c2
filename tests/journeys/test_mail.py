"""A mail appears, is answered, the answer leaves threaded, the reply joins, a stranger doesn't."""

from __future__ import annotations

import re

from balcao.service.delivery.tests.letters import answering, bodies, letter, plain, sent, take
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import group_protocol, read_protocol
from tests.cast import Cast

from .conftest import SignIn

JOAO, SAC = "joao@cliente.example", "sac@boapraca.example"


def test_from_a_real_mail_to_a_solved_ticket(cast: Cast, sign_in: SignIn) -> None:
    first = letter(JOAO, SAC, "Sofá rasgado", "O sofá chegou com o braço rasgado.")
    opened = take(first, SAC)
    assert (opened.outcome, bool(opened.reason)) == ("opened", True)
    ticket = Ticket.objects.get()

    marina = sign_in("marina")
    listed = marina.get("/desk/lists/unassigned/").content.decode()
    assert "Sofá rasgado" in listed
    page = marina.get(f"/desk/tickets/{ticket.protocol}/").content.decode()
    assert "braço rasgado" in page

    (acknowledgement,) = sent()
    assert group_protocol(ticket.protocol) in plain(acknowledgement) or ticket.protocol in plain(
        acknowledgement
    )
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    assert JOAO in acknowledgement["To"]

    seen = ticket.messages.latest("pk").pk
    marina.post(
        f"/desk/tickets/{ticket.protocol}/reply/", {"body": "Trocamos amanhã.", "seen": str(seen)}
    )
    (answer,) = sent()
    assert "Trocamos amanhã." in plain(answer)
    assert first["Message-ID"] in answer["References"]
    assert not answer["Auto-Submitted"]

    joined = take(answering(answer, JOAO, "Combinado, obrigado!"), SAC)
    assert joined.outcome == "joined"
    ticket.refresh_from_db()
    assert (ticket.status, Ticket.objects.count()) == ("open", 1)
    assert bodies(ticket)[-1].strip() == "Combinado, obrigado!"

    marina.post(f"/desk/tickets/{ticket.protocol}/status/", {"status": "resolved"})
    ticket.refresh_from_db()
    assert ticket.status == "resolved"
    portal = sign_in("joao", "link").get(f"/chamados/{ticket.protocol}/").content.decode()
    assert "Trocamos amanhã." in portal
    assert "Combinado" in portal


def test_a_stranger_who_quotes_the_protocol_does_not_get_in(cast: Cast, sign_in: SignIn) -> None:
    take(letter(JOAO, SAC, "Sofá rasgado", "Rasgado."), SAC)
    ticket = Ticket.objects.get()
    sent()
    sign_in("marina").post(f"/desk/tickets/{ticket.protocol}/reply/", {"body": "Trocamos amanhã."})
    (answer,) = sent()

    quoting = letter(
        "zoe@fora.example",
        SAC,
        f"Re: Sofá rasgado {ticket.protocol}",
        f"Sobre o protocolo {group_protocol(ticket.protocol)}: o que responderam?",
    )
    forwarded = answering(answer, "zoe@fora.example", "Recebi isto, e agora?")
    for mail in (quoting, forwarded):
        raw = take(mail, SAC)
        assert raw.outcome in {"opened", "quarantined"}
        assert raw.reason
        assert raw.message is None or raw.message.ticket_id != ticket.pk
    assert not any("e agora" in body for body in bodies(ticket))
    assert all("Trocamos" not in plain(mail) for mail in sent() if JOAO not in mail["To"])


def test_a_participant_by_code_sees_that_ticket_alone(cast: Cast, sign_in: SignIn) -> None:
    from django.test import Client

    take(letter(JOAO, SAC, "Sofá rasgado", "Rasgado."), SAC)
    ticket = Ticket.objects.get()
    other = cast.ticket("joao", "sac", "Mesa bamba")
    sent()
    browser = Client()
    spelled = f"{ticket.protocol[:4]}-{ticket.protocol[4:]}"
    browser.post("/acompanhar/", {"protocol": spelled, "email": "zoe@fora.example"})
    assert sent() == []
    browser.post("/acompanhar/", {"protocol": spelled, "email": JOAO.upper()})
    (mail,) = sent()
    code = re.search(
        r"\b(\d{4}) ?(\d{4})\b(?! ?\d)", plain(mail).replace(group_protocol(ticket.protocol), "")
    )
    assert JOAO in mail["To"]
    assert code is not None
    browser.post("/acompanhar/codigo/", {"code": code[1] + code[2]})
    assert "Sofá rasgado" in browser.get(f"/chamados/{ticket.protocol}/").content.decode()
    for hidden in (f"/chamados/{other.protocol}/", f"/desk/tickets/{ticket.protocol}/"):
        assert "Mesa bamba" not in browser.get(hidden).content.decode()
    assert browser.get("/conta/").status_code in {302, 404}
    assert read_protocol(spelled) == ticket.protocol
