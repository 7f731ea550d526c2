"""One mail, once, in the whole company: by Message-ID, sender and content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from balcao.channels.email.mail import Mail
from balcao.core.sql import Row, row, rows, run

KNOWN = """
SELECT content_digest, team_id, message_id FROM delivery_identity
WHERE name_digest = %(name)s ORDER BY id DESC
"""

WHERE = """
SELECT m.ticket_id, t.protocol FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id
WHERE m.id = %(message)s
"""

REMEMBER = """
INSERT INTO delivery_identity (name_digest, content_digest, team_id, message_id)
VALUES (%(name)s, %(content)s, %(team)s, %(message)s)
ON CONFLICT (content_digest, team_id) DO NOTHING
"""


class Raced(Exception):
    """The same mail was taken in by somebody else at this very moment: look again."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`name` is equal for all versions of a mail, `content` for the same version alone."""

    name: bytes
    content: bytes

    def about(self, purpose: str) -> Identity:
        """The identity of the same mail kept for another purpose than as somebody's word."""
        told = purpose.encode()
        return Identity(_digest(self.name, told), _digest(self.content, told))


def identity_of(mail: Mail) -> Identity:
    """A mail without Message-ID is known by its date, subject and content alone."""
    sender = mail.from_.address if mail.from_ else ""
    named = mail.message_id or "\0".join(
        (mail.header("date") or "", mail.subject, mail.content_digest)
    )
    name = _digest(named.encode("utf-8", "replace"), sender.encode("utf-8", "replace"))
    return Identity(name, _digest(name, mail.content_digest.encode()))


def seen(identity: Identity) -> list[Row]:
    """Every version of this mail that is here, newest first."""
    return [
        {
            **found,
            **(row(WHERE, {"message": found["message_id"]}) or {}),
            "is_same": bytes(found["content_digest"]) == identity.content,
        }
        for found in rows(KNOWN, {"name": identity.name})
    ]


def remember(identity: Identity, team_id: int, message_id: int) -> None:
    """From now on this mail is here, for the confidential team or (0) for all others.

    Raced when it came in meanwhile: the constraint waits for the other one to be committed.
    """
    added = run(
        REMEMBER,
        {
            "name": identity.name,
            "content": identity.content,
            "team": team_id,
            "message": message_id,
        },
    )
    if not added:
        raise Raced


def _digest(*pieces: bytes) -> bytes:
    return hashlib.sha256(b"".join(len(each).to_bytes(4, "big") + each for each in pieces)).digest()
