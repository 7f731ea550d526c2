from __future__ import annotations

from datetime import datetime
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Hat
from balcao.core.sql import Row, row, rows
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.service.inboxes import queries as inboxes
from balcao.service.tickets import scope

from .. import rules
from ..rules import Span

_LINES = f"""
SELECT l.id, l.waits, l.asked_at, i.protocol, i.subject, i.status, i.due_at, dep.public_name AS team,
       dep.is_confidential, i.requester_id = %(me)s AS is_mine,
       EXISTS (SELECT FROM tickets_ticket t WHERE t.id = l.inner_id AND {scope.HANDLED}) AS is_handled,
       coalesce(nullif(p.preferred_name, ''), p.name) AS asked_by,
       (SELECT w.from_at FROM between_wait w WHERE w.linked_id = l.id AND w.to_at IS NULL)
           AS waiting_since,
       (SELECT m.body FROM tickets_message m WHERE m.ticket_id = l.inner_id AND m.kind = 'outgoing'
        ORDER BY m.id DESC LIMIT 1) AS answer,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(w.from_at, w.to_at)), '[]') FROM between_wait w
        WHERE w.linked_id = l.id) AS waits_told
FROM between_linked l JOIN tickets_ticket i ON i.id = l.inner_id
JOIN teams_team dep ON dep.id = i.team_id LEFT JOIN people_person p ON p.id = l.asked_by_id
WHERE l.ticket_id = %(ticket)s ORDER BY l.id
"""
_OWN = ("protocol", "subject")
_OF_DEPARTMENT = ("team", "answer", "asked_by", "status", "due_at")


def areas(actor: Actor, ticket: Row) -> list[Row]:
    """Inboxes of other areas that may be asked because of a ticket: those any colleague may write to."""
    if not ticket["is_handled"]:
        return []
    found = inboxes.usable(actor.wearing(Hat.INTERNAL))
    return [line for line in found if line["team_id"] != ticket["team_id"]]


def asked(actor: Actor, ticket: Row) -> list[Row]:
    """What was asked of other areas because of a customer's ticket that the actor handles.

    Everybody who handles it reads of each which area it is, where it stands and what was answered;
    the ticket itself only who asked and the area. Of a confidential area the others read at most
    that the customer waits. `open_seconds` are within the company's hours, up to now.
    """
    if not (ticket["is_handled"] or actor.is_system):
        return []
    found = rows(_LINES, {**scope.params(actor), "ticket": ticket["id"]})
    return [told for line in found if (told := _for(actor, line)) is not None]


def behind_this(actor: Actor, ticket: Row) -> Row | None:
    """For the area that was asked: since when a customer waits for this ticket, or None.

    `protocol` is the customer's ticket for who handles that too, else empty.
    """
    if not (ticket["is_handled"] or actor.is_system):
        return None
    return row(
        f"""
        SELECT w.from_at AS since, team.public_name AS team, coalesce((SELECT t.protocol
            FROM tickets_ticket t WHERE t.id = l.ticket_id AND {scope.HANDLED}), '') AS protocol
        FROM between_linked l JOIN between_wait w ON w.linked_id = l.id AND w.to_at IS NULL
        JOIN teams_team team ON team.id = l.team_id
        WHERE l.inner_id = %(ticket)s AND NOT (team.is_confidential AND NOT %(system)s
            AND team.id <> ALL(%(teams)s))
        """,
        {**scope.params(actor), "ticket": ticket["id"]},
    )


def plain(actor: Actor, ticket: Row) -> Row | None:
    """What a customer reads: `since` when their ticket waits for another area, whichever; or None.

    `ticket` comes from a read within the actor's scope.
    """
    return row(
        """
        SELECT min(w.from_at) AS since FROM between_wait w JOIN between_linked l ON l.id = w.linked_id
        WHERE l.ticket_id = %(ticket)s AND w.to_at IS NULL HAVING count(*) > 0
        """,
        {"ticket": ticket["id"]},
    )


def _for(actor: Actor, line: Row) -> Row | None:
    """A line as its reader may have it; None for what doesn't exist for them."""
    told: dict[str, Any] = {name: value for name, value in line.items() if name != "waits_told"}
    told["open_seconds"] = _open_seconds(line["waits_told"])
    is_own = line["is_mine"] or line["is_handled"] or actor.is_system
    if not is_own:
        told |= dict.fromkeys(_OWN, "")
    if line["is_confidential"] and not is_own:
        told |= dict.fromkeys(_OF_DEPARTMENT)
        return told if line["waiting_since"] is not None else None
    if line["is_confidential"] and not line["is_handled"]:
        told["answer"] = None
    return told


def _open_seconds(spans: list[list[str]]) -> float:
    now, found = clock.now(), calendar_for(SYSTEM)
    calendar = calendar_of(SYSTEM, found) if found else None
    told = (
        Span(datetime.fromisoformat(began), datetime.fromisoformat(ended) if ended else now)
        for began, ended in spans
    )
    return rules.open_length(told, calendar).total_seconds()
