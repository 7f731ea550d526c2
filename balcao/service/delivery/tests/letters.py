"""Mails for the tests, and the desk's wires to and from them."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from typing import Any

from balcao.service.delivery import inbound, keeping, sending
from balcao.service.delivery.models import RawMail
from balcao.service.delivery.outbox import folder
from balcao.service.tickets.models import Message, Ticket


def letter(
    sender: str = "joao@cliente.example",
    to: str = "sac@boapraca.example",
    subject: str = "Sofá rasgado",
    body: str = "O sofá chegou rasgado.",
    **headers: str,
) -> EmailMessage:
    """A mail as an ordinary client writes it; `in_reply_to` becomes In-Reply-To."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Message-ID"] = headers.pop("message_id", "") or make_msgid(domain="cliente.example")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail


def take(mail: EmailMessage | bytes, *envelope: str, **told: Any) -> RawMail:
    """Keep and settle one mail."""
    data = mail if isinstance(mail, bytes) else mail.as_bytes()
    number = keeping.keep(data, source="smtp", envelope_to=envelope, **told)
    inbound.take_in(number)
    return RawMail.objects.select_related("message__ticket").get(pk=number)


def ticket_of(raw: RawMail) -> Ticket:
    """The ticket in which a mail lies."""
    assert raw.message is not None
    return raw.message.ticket


def bodies(ticket: Ticket) -> list[str]:
    """What was said in a ticket, oldest first."""
    return list(Message.objects.filter(ticket=ticket).order_by("pk").values_list("body", flat=True))


def sent() -> list[EmailMessage]:
    """Send all that is due and give it as its readers get it, oldest first; the outbox is emptied."""
    sending.send_all()
    found = []
    for file in sorted(folder().glob("*.eml")):
        found.append(message_from_bytes(file.read_bytes(), policy=SMTP))
        file.unlink()
    return found


def plain(mail: EmailMessage) -> str:
    """The plain face of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def answering(mail: EmailMessage, sender: str, body: str, **headers: str) -> EmailMessage:
    """A reader's answer to one of our mails, as a client with a quote below writes it."""
    to = headers.pop("to", str(mail["Reply-To"] or mail["From"]))
    quoted = "\n".join(f"> {line}" for line in plain(mail).splitlines())
    return letter(
        sender,
        to,
        f"Re: {mail['Subject']}",
        f"{body}\n\nEm 20/11/2026 às 10:00, SAC escreveu:\n{quoted}",
        In_Reply_To=str(mail["Message-ID"]),
        References=f"{mail['References'] or ''} {mail['Message-ID']}".strip(),
        **headers,
    )
