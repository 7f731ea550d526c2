"""Who may join a ticket by mail: a proof only names it."""

from __future__ import annotations

from collections.abc import Collection

from balcao.core.actor import SYSTEM
from balcao.core.errors import Invalid
from balcao.core.sql import row, rows
from balcao.register.people.actions import holder_of_address
from balcao.service.inboxes.models import Inbox
from balcao.service.tickets.models import Participant

from .case import Case

COPIED_MAX = 20

# By this very address, or by another of one's own that is verified.
TAKES_PART = """
SELECT 1 FROM people_handle h WHERE h.channel = 'email' AND h.value = %(address)s AND (
    h.id IN (SELECT handle_id FROM tickets_participant WHERE ticket_id = %(ticket)s)
    OR (h.verified_at IS NOT NULL AND h.person_id IN (
        SELECT o.person_id FROM tickets_participant p JOIN people_handle o ON o.id = p.handle_id
        WHERE p.ticket_id = %(ticket)s)))
"""

TICKETS = """
SELECT t.id, t.protocol, t.inbox_id, t.team_id, team.is_confidential,
    ARRAY(SELECT p.team_id FROM tickets_place p WHERE p.ticket_id = t.id) AS places
FROM tickets_ticket t JOIN teams_team team ON team.id = t.team_id WHERE t.id = ANY(%(ids)s)
"""


def takes_part(address: str, ticket_id: int) -> bool:
    """True when this address is a participant's."""
    return row(TAKES_PART, {"address": address, "ticket": ticket_id}) is not None


def tickets(ids: Collection[int]) -> dict[int, dict[str, object]]:
    """What joining asks of these tickets, by id."""
    return {line["id"]: line for line in rows(TICKETS, {"ids": list(ids)})} if ids else {}


def admit_copied(case: Case, ticket_id: int) -> int:
    """Those to whom the mail went too take part from now on; how many were let in.

    Inboxes of ours are none of them, and machines neither. Only a sender we can believe may bring
    others: one vouched for, or any while no server of ours vouches for senders at all.
    """
    named = {each.address: each.name for each in (*case.mail.to, *case.mail.cc)}
    named.pop(case.from_address, None)
    inboxes = {meant.inbox.address for meant in case.meant}
    wanted = sorted(address for address in named if "+" not in address and address not in inboxes)
    if not wanted:
        return 0
    wanted = wanted[:COPIED_MAX]
    taken = set(Inbox.objects.filter(address__in=wanted).values_list("address", flat=True))
    handles = []
    for address in wanted:
        if address in taken:
            continue
        try:
            handles.append(holder_of_address(SYSTEM, address, named[address]))
        except Invalid:
            continue
    Participant.objects.bulk_create(
        [Participant(ticket_id=ticket_id, handle=handle) for handle in handles],
        ignore_conflicts=True,
    )
    return len(handles)
