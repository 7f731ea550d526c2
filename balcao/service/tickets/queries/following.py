from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.sql import Row, row

from .. import rules


def participation(actor: Actor, protocol: str, address: str) -> Row | None:
    """Ticket, handle and person of who takes part by this address, for the desk's own use.

    Only what stands outside can be followed without an account; all else is as unknown: None.
    """
    digits = rules.read_protocol(protocol)
    if not actor.is_system or digits is None:
        return None
    return row(
        """
        SELECT t.id AS ticket_id, t.protocol, h.id AS handle_id, h.person_id, h.value AS address,
               p.language
        FROM tickets_ticket t JOIN tickets_participant x ON x.ticket_id = t.id
        JOIN people_handle h ON h.id = x.handle_id JOIN people_person p ON p.id = h.person_id
        WHERE t.protocol = %(protocol)s AND t.side = 'external'
          AND h.channel = 'email' AND h.value = %(address)s
        """,
        {"protocol": digits, "address": address.strip().lower()},
    )
