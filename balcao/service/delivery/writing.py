"""Writing a queued mail for its reader: their language and zone, the thread, the proofs."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.channels.email.mail import Address
from balcao.channels.email.outgoing import Automatic, File, Outgoing, Quoted
from balcao.core.sql import Row, row, rows
from balcao.service.tickets.rules import group_protocol

from .buttons import with_buttons
from .models import Purpose
from .proofs import tokens
from .rules import answer_subject

REFERENCES_MAX = 15

CONTEXT = """
SELECT m.body, m.created_at, t.id AS ticket_id, t.protocol, t.subject, t.side,
    i.address AS inbox, team.public_name AS team, team.signature,
    coalesce(nullif(a.preferred_name, ''), a.name, '') AS author,
    coalesce(nullif(p.preferred_name, ''), p.name, '') AS called, p.name AS reader_name,
    p.language, p.zone, h.verified_at IS NOT NULL AS is_known,
    EXISTS (SELECT FROM tickets_attachment f WHERE f.message_id = m.id) AS has_files
FROM tickets_message m
JOIN tickets_ticket t ON t.id = m.ticket_id
JOIN teams_team team ON team.id = t.team_id
JOIN inboxes_inbox i ON i.id = t.inbox_id
LEFT JOIN people_person a ON a.id = m.author_id
LEFT JOIN people_handle h ON h.id = %(reader)s
LEFT JOIN people_person p ON p.id = h.person_id
WHERE m.id = %(message)s
"""

# What the reader has seen of the thread: what came in, and what was sent to them before.
THREAD = """
SELECT id FROM (
    SELECT r.message_id_header AS id, m.created_at AS at, m.kind
    FROM tickets_message m JOIN delivery_rawmail r ON r.id = m.raw_id
    WHERE m.ticket_id = %(ticket)s AND m.id <= %(message)s AND m.kind = 'incoming'
        AND r.message_id_header <> ''
    UNION ALL
    SELECT o.rfc_id, o.created_at, 'outgoing' FROM delivery_outgoingmail o
    WHERE o.ticket_id = %(ticket)s AND o.to_address = %(to)s AND o.id < %(mail)s
) thread ORDER BY at DESC LIMIT %(limit)s
"""

QUOTED = """
SELECT m.body, m.created_at, coalesce(nullif(p.preferred_name, ''), p.name, '') AS author
FROM tickets_message m LEFT JOIN people_person p ON p.id = m.author_id
WHERE m.ticket_id = %(ticket)s AND m.id < %(message)s AND m.kind = 'incoming'
ORDER BY m.id DESC LIMIT 1
"""

FILES = """
SELECT name, content_type, key, content_id FROM tickets_attachment
WHERE message_id = %(message)s ORDER BY id
"""


def write(mail: Row) -> Outgoing:
    """The queued mail as its reader will get it; the same at every try but for its date."""
    if mail["purpose"] == Purpose.NOTICE:
        return _notice(mail)
    found = row(CONTEXT, {"message": mail["message_id"], "reader": mail["reader_id"]})
    assert found is not None
    language = found["language"] or settings.LANGUAGE_CODE
    with translation.override(language):
        if mail["purpose"] == Purpose.ACKNOWLEDGEMENT:
            return _acknowledgement(mail, found, language)
        return _answer(mail, found, language)


def _answer(mail: Row, found: Row, language: str) -> Outgoing:
    ids = _thread(mail, found)
    last = row(QUOTED, {"ticket": found["ticket_id"], "message": mail["message_id"]})
    return Outgoing(
        sender=_sender(found),
        to=_reader(mail, found),
        subject=answer_subject(found["subject"], group_protocol(found["protocol"])),
        text=found["body"],
        message_id=mail["rfc_id"],
        date=mail["claimed_at"],
        signature=found["signature"],
        footer=_footer(found),
        in_reply_to=ids[-1] if ids else None,
        references=ids,
        reply_to=tokens().plus_address(found["inbox"], found["ticket_id"]),
        files=_files(mail["message_id"]) if found["has_files"] else (),
        quoted=Quoted(last["author"], last["created_at"], last["body"]) if last else None,
        language=language,
        zone=found["zone"] or settings.TIME_ZONE,
    )


def _acknowledgement(mail: Row, found: Row, language: str) -> Outgoing:
    """Nothing of what the mail said is given back: its sender may have been forged."""
    protocol = group_protocol(found["protocol"])
    ids = _thread(mail, found)
    paragraphs = (
        _("We have received your message and will answer you."),
        _("Your protocol number is **%(protocol)s**.") % {"protocol": protocol},
        _("To add something, just answer this e-mail. You can also follow it at %(address)s")
        % {"address": _where_to_follow(found)},
    )
    return Outgoing(
        sender=_sender(found),
        to=_reader(mail, found),
        subject=_("We have received your message: protocol %(protocol)s") % {"protocol": protocol},
        text="\n\n".join(paragraphs),
        message_id=mail["rfc_id"],
        date=mail["claimed_at"],
        signature=found["signature"],
        footer=_footer(found),
        in_reply_to=ids[-1] if ids else None,
        references=ids,
        reply_to=tokens().plus_address(found["inbox"], found["ticket_id"]),
        automatic=Automatic.REPLIED,
        language=language,
        zone=found["zone"] or settings.TIME_ZONE,
    )


def _where_to_follow(found: Row) -> str:
    """Who stands outside follows by protocol and code; inside, on the portal after signing in."""
    if found["side"] == "external":
        way = f"{reverse('portal:follow')}?protocolo={found['protocol']}"
    else:
        way = reverse("portal:ticket", args=[found["protocol"]])
    return f"{settings.BASE_URL}{way}"


def _notice(mail: Row) -> Outgoing:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Outgoing(
        sender=Address(name, address),
        to=Address("", mail["to_address"]),
        subject=mail["subject"],
        text=mail["body"],
        html=with_buttons(mail["body"]),
        unsubscribe=mail["unsubscribe"],
        message_id=mail["rfc_id"],
        date=mail["claimed_at"],
        automatic=Automatic.GENERATED,
        language=mail["language"] or settings.LANGUAGE_CODE,
    )


def _sender(found: Row) -> Address:
    return Address(found["team"], found["inbox"])


def _reader(mail: Row, found: Row) -> Address:
    return Address(found["reader_name"] or "" if found["is_known"] else "", mail["to_address"])


def _footer(found: Row) -> tuple[str, ...]:
    return (
        _("Protocol %(protocol)s") % {"protocol": group_protocol(found["protocol"])},
        tokens().marker(found["ticket_id"]),
    )


def _thread(mail: Row, found: Row) -> tuple[str, ...]:
    newest_first = rows(
        THREAD,
        {
            "ticket": found["ticket_id"],
            "message": mail["message_id"],
            "to": mail["to_address"],
            "mail": mail["id"],
            "limit": REFERENCES_MAX,
        },
    )
    return tuple(line["id"] for line in reversed(newest_first))


def _files(message_id: int) -> tuple[File, ...]:
    files = []
    for line in rows(FILES, {"message": message_id}):
        with default_storage.open(line["key"]) as stored:
            files.append(
                File(line["name"], line["content_type"], stored.read(), line["content_id"] or None)
            )
    return tuple(files)
