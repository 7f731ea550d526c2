"""What leaves: each mail is queued for one reader in the caller's transaction, and sent by a job."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import TooMany
from balcao.core.sql import Row, row, rows, run
from balcao.register.access.actions import spend
from balcao.register.people.models import Handle, HandleChannel
from balcao.service.tickets.actions import mark_delivery
from balcao.service.tickets.models import DeliveryState, Message, Ticket

from .models import Purpose
from .proofs import tokens
from .waking import SEND, wake

ACKNOWLEDGEMENTS_AN_HOUR = 20
_silent: ContextVar[bool] = ContextVar("silent", default=False)

READERS = """
SELECT h.id, h.value FROM people_handle h
WHERE h.channel = 'email' AND (h.id = %(requester)s OR (
        h.id IN (SELECT handle_id FROM tickets_participant WHERE ticket_id = %(ticket)s)
        AND h.person_id IS DISTINCT FROM %(author)s))
    AND NOT EXISTS (SELECT FROM inboxes_inbox i WHERE i.address = h.value)
ORDER BY (h.id = %(requester)s) DESC, h.id
"""

NOTICES = """
INSERT INTO delivery_outgoingmail (purpose, reader_id, to_address, subject, body, unsubscribe,
    language, rfc_id, state, created_at, attempts, next_attempt_at, error)
SELECT 'notice', h.id, told.address, told.subject, told.body, told.unsubscribe, told.language,
    told.rfc_id, 'queued', %(now)s, 0, %(now)s, ''
FROM unnest(%(addresses)s::text[], %(subjects)s::text[], %(bodies)s::text[],
    %(unsubscribes)s::text[], %(languages)s::text[], %(ids)s::text[])
    AS told (address, subject, body, unsubscribe, language, rfc_id)
LEFT JOIN people_handle h ON h.channel = 'email' AND h.value = told.address
"""

BACKLOG = """
SELECT count(*) AS n FROM (SELECT FROM delivery_outgoingmail
    WHERE state IN ('queued', 'sending') AND purpose = 'notice' LIMIT %(most)s) waiting
"""


class Notice(NamedTuple):
    """What the desk itself tells one address; the body is Markdown.

    `unsubscribe` is where its reader asks for no more of the kind (RFC 8058).
    """

    address: str
    subject: str
    body: str
    language: str
    unsubscribe: str = ""


@contextmanager
def silence() -> Iterator[None]:
    """Within it nothing is queued: history and archives answer nobody."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def is_silent() -> bool:
    """True while history is told: nothing leaves."""
    return _silent.get()


def answer(message: Message) -> int:
    """Queue an agent's answer for the requester and each participant by mail; how many readers."""
    if _silent.get():
        if message.delivery_state == DeliveryState.QUEUED:
            mark_delivery(SYSTEM, message.pk, DeliveryState.SENT)
        return 0
    ticket = message.ticket
    readers = rows(
        READERS,
        {
            "requester": ticket.requester_handle_id,
            "ticket": ticket.pk,
            "author": message.author_id,
        },
    )
    for reader in readers:
        _queue(Purpose.REPLY, ticket, message.pk, reader)
    state = DeliveryState.QUEUED if readers else DeliveryState.NONE
    if message.delivery_state != state:
        mark_delivery(SYSTEM, message.pk, state)
    return len(readers)


def acknowledge(ticket: Ticket, message_id: int, reader: Handle) -> str:
    """Queue the acknowledgement of a new ticket, once, unless it must not be; why, in words."""
    if _silent.get():
        return _("Not acknowledged: an archive answers nobody.")
    if reader.channel != HandleChannel.EMAIL:
        return _("Not acknowledged: the client has no mail address here.")
    try:
        spend("acknowledge", reader.value, limit=ACKNOWLEDGEMENTS_AN_HOUR, seconds=3600)
    except TooMany:
        return _("Not acknowledged: this address had its share of automatic mail for now.")
    _queue(Purpose.ACKNOWLEDGEMENT, ticket, message_id, {"id": reader.pk, "value": reader.value})
    return _("Acknowledged with its protocol.")


def notice(address: str, subject: str, body: str, language: str) -> None:
    """Queue a notice of the desk itself to one address; the body is Markdown."""
    notices([Notice(address, subject, body, language)])


def notices(told: Sequence[Notice]) -> None:
    """Queue many notices, each to its own address, in one statement."""
    if _silent.get() or not told:
        return
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    run(
        NOTICES,
        {
            "addresses": [each.address.strip().lower() for each in told],
            "subjects": [each.subject for each in told],
            "bodies": [each.body for each in told],
            "unsubscribes": [each.unsubscribe for each in told],
            "languages": [each.language for each in told],
            "ids": [f"{secrets.token_hex(12)}@{domain}" for _each in told],
            "now": clock.now(),
        },
    )
    wake(SEND)


def backlog(most: int) -> int:
    """How many notices wait to be sent; counted up to `most`."""
    found = row(BACKLOG, {"most": most})
    return int(found["n"]) if found else 0


def _queue(purpose: Purpose, ticket: Ticket, message_id: int, reader: Row) -> None:
    assert ticket.inbox is not None
    domain = ticket.inbox.address.rpartition("@")[2]
    run(
        """
        INSERT INTO delivery_outgoingmail (purpose, message_id, ticket_id, reader_id, to_address,
            subject, body, language, rfc_id, state, created_at, attempts, next_attempt_at, error)
        VALUES (%(purpose)s, %(message)s, %(ticket)s, %(reader)s, %(to)s, '', '', '', %(rfc_id)s,
            'queued', %(now)s, 0, %(now)s, '')
        ON CONFLICT (message_id, purpose, to_address) DO NOTHING
        """,
        {
            "purpose": purpose,
            "message": message_id,
            "ticket": ticket.pk,
            "reader": reader["id"],
            "to": reader["value"],
            "rfc_id": tokens().message_id(ticket.pk, message_id, domain),
            "now": clock.now(),
        },
    )
    wake(SEND)
