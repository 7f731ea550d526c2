from __future__ import annotations

from pathlib import Path

from django.conf import settings

from balcao.channels.email.mail import Mail
from balcao.channels.email.parse import parse
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.service.tickets import scope as tickets

from . import outbox as box
from .scope import KEPT_ASIDE, OF_A_TEAM, params

PAGE = 50

_LINE = """
    r.id, r.received_at, r.from_address, r.subject, r.outcome, r.reason, r.steps, r.size,
    r.envelope_to,
    ARRAY(SELECT i.address FROM inboxes_inbox i WHERE i.id = ANY(r.inbox_ids)
          AND (%(system)s OR %(admin)s OR i.team_id = ANY(%(answering)s)) ORDER BY 1) AS inboxes"""


def quarantine(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[Row]:
    """Mails kept aside on which the actor decides, newest first, older than the id `before`."""
    return rows(
        f"""
        SELECT {_LINE} FROM delivery_rawmail r
        WHERE {KEPT_ASIDE} AND (%(before)s::bigint IS NULL OR r.id < %(before)s)
        ORDER BY r.id DESC LIMIT %(limit)s
        """,
        {**params(actor), "before": before, "limit": limit},
    )


def quarantined(actor: Actor, raw_id: int) -> tuple[Row, Mail | None]:
    """One mail kept aside, and what it says for those of a team it was meant for; else NotFound."""
    found = row(
        f"""
        SELECT {_LINE}, CASE WHEN {OF_A_TEAM} THEN r.data END AS data FROM delivery_rawmail r
        WHERE r.id = %(id)s AND {KEPT_ASIDE}
        """,
        {**params(actor), "id": raw_id},
    )
    if found is None:
        raise NotFound()
    data = found.pop("data")
    return found, parse(bytes(data)) if data is not None else None


def raw_of(actor: Actor, message_id: int) -> Row:
    """The mail of a message as it came (`data` in bytes), for those who handle it; else NotFound."""
    found = row(
        f"""
        SELECT r.id, r.data, r.size, r.received_at, r.envelope_from, r.envelope_to, r.steps,
            t.protocol
        FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id
        JOIN delivery_rawmail r ON r.id = m.raw_id
        WHERE m.id = %(message)s AND {tickets.HANDLED}
        """,
        {**tickets.params(actor), "message": message_id},
    )
    if found is None:
        raise NotFound()
    return {**found, "data": bytes(found["data"])}


def outbox(actor: Actor, *, limit: int = 200) -> list[Row]:
    """Mails that would have left, newest first: the demo's, for an administrator; else NotFound."""
    _require_demo(actor)
    files = sorted(box.folder().glob(f"*{box.SUFFIX}"), reverse=True)[:limit]
    return [_line(file) for file in files]


def outbox_mail(actor: Actor, name: str) -> tuple[Row, Mail]:
    """One mail of the outbox as its reader would get it; else NotFound."""
    _require_demo(actor)
    file = next((each for each in box.folder().glob(f"*{box.SUFFIX}") if each.name == name), None)
    if file is None:
        raise NotFound()
    return _line(file), parse(file.read_bytes())


def _line(file: Path) -> Row:
    with file.open("rb") as stream:
        head = stream.read(65_536).partition(b"\r\n\r\n")[0]
    mail = parse(head + b"\r\n\r\n")
    return {
        "name": file.name,
        "to": ", ".join(str(each) for each in mail.to),
        "from": str(mail.from_ or ""),
        "subject": mail.subject,
        "at": mail.date,
        "is_automatic": mail.auto_submitted not in {None, "no"},
    }


def _require_demo(actor: Actor) -> None:
    if not (settings.IS_DEMO and actor.may(Permission.ADMINISTER)):
        raise NotFound()
