from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, row, rows
from balcao.service.tickets import scope as ticket_scope
from balcao.service.tickets.rules import read_protocol

from .. import scope
from .listing import CALLED, COLUMNS, FROM, TALLY

LISTED = 50
_BROADCAST = f"""
SELECT b.id, b.problem_id, b.sender_id, {CALLED.format("s")} AS sender, b.external, b.internal, b.then,
    b.state, b.created_at, b.begins_at, b.ended_at, {scope.CHANGED} OR b.sender_id = %(me)s AS may_stop,
    n.letters, n.sent, n.refused, n.stopped, n.waiting
FROM problems_broadcast b JOIN problems_problem k ON k.id = b.problem_id
JOIN teams_team team ON team.id = k.team_id LEFT JOIN people_person s ON s.id = b.sender_id
CROSS JOIN LATERAL (SELECT count(*) AS letters,
        count(*) FILTER (WHERE l.state = 'sent') AS sent,
        count(*) FILTER (WHERE l.state = 'refused') AS refused,
        count(*) FILTER (WHERE l.state = 'stopped') AS stopped,
        count(*) FILTER (WHERE l.state = 'waiting') AS waiting
    FROM problems_letter l JOIN tickets_ticket t ON t.id = l.ticket_id
    WHERE l.broadcast_id = b.id AND {ticket_scope.HANDLED}) n
WHERE {scope.READ} AND (n.letters > 0 OR b.sender_id = %(me)s OR %(system)s)
"""


def problem(actor: Actor, problem_id: int) -> Row:
    """One problem with how many tickets it has; NotFound outside the scope."""
    found = row(
        f"""
        SELECT {COLUMNS}, {scope.CHANGED} AS may_change, n.tickets, n.active, n.elsewhere
        {FROM} CROSS JOIN LATERAL ({TALLY}) n WHERE k.id = %(problem)s AND {scope.READ}
        """,
        {**_params(actor), "problem": problem_id},
    )
    if found is None:
        raise NotFound()
    return found


def tickets(
    actor: Actor, problem_id: int, *, cursor: str = "", limit: int = LISTED
) -> tuple[list[Row], str | None]:
    """Its tickets that one handles, those put to it last in front, and the next cursor."""
    limit = max(1, min(limit, 200))
    params = {**_params(actor), "problem": problem_id, "limit": limit + 1}
    after = ""
    if cursor:
        params["at"], params["id"] = read_cursor(cursor)
        after = "AND (a.at, a.id) < (%(at)s, %(id)s)"
    found = rows(
        f"""
        SELECT a.id AS attached_id, a.at, t.id, t.protocol, t.subject, t.status, t.side,
            t.created_at, x.name AS team, {CALLED.format("r")} AS requester,
            {scope.TICKET_CHANGED} AS may_detach
        FROM problems_attached a JOIN problems_problem k ON k.id = a.problem_id
        JOIN teams_team team ON team.id = k.team_id
        JOIN tickets_ticket t ON t.id = a.ticket_id JOIN teams_team x ON x.id = t.team_id
        JOIN people_person r ON r.id = t.requester_id
        WHERE a.problem_id = %(problem)s AND {scope.READ} AND {ticket_scope.HANDLED} {after}
        ORDER BY a.at DESC, a.id DESC LIMIT %(limit)s
        """,
        params,
    )
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], write_cursor(last["at"], last["attached_id"])


def broadcasts(actor: Actor, problem_id: int, *, limit: int = 20) -> list[Row]:
    """What was told to its tickets, the latest first: what one sent, or what reached tickets one
    handles; counted over the tickets one handles."""
    return rows(
        f"{_BROADCAST} AND b.problem_id = %(problem)s ORDER BY b.id DESC LIMIT %(limit)s",
        {**_params(actor), "problem": problem_id, "limit": limit},
    )


def broadcast(actor: Actor, broadcast_id: int) -> Row:
    """One message to many and how far it is; NotFound outside the scope."""
    found = row(f"{_BROADCAST} AND b.id = %(id)s", {**_params(actor), "id": broadcast_id})
    if found is None:
        raise NotFound()
    return found


def refused(actor: Actor, broadcast_id: int, *, limit: int = 100) -> list[Row]:
    """The tickets one handles in which it could not be said, and why."""
    return rows(
        f"""
        SELECT t.protocol, t.subject, l.why FROM problems_letter l
        JOIN tickets_ticket t ON t.id = l.ticket_id
        WHERE l.broadcast_id = %(id)s AND l.state = 'refused' AND {ticket_scope.HANDLED}
        ORDER BY l.id LIMIT %(limit)s
        """,
        {**_params(actor), "id": broadcast_id, "limit": limit},
    )


def history(actor: Actor, problem_id: int) -> list[Row]:
    """What happened to a problem one may read, oldest first, with who did it; of tickets only how
    many of those one handles."""
    problem(actor, problem_id)
    return rows(
        f"""
        SELECT e.id, e.at, e.name, e.data - 'tickets' AS data, {CALLED.format("p")} AS actor,
            (SELECT count(*) FROM tickets_ticket t WHERE {ticket_scope.HANDLED}
                AND e.name = 'TicketsAttached' AND t.id = ANY(ARRAY(
                    SELECT jsonb_array_elements_text(e.data -> 'tickets')::bigint))) AS tickets
        FROM events_event e LEFT JOIN people_person p ON p.id = e.actor_id
        WHERE e.subject_type = 'problem' AND e.subject_id = %(problem)s
            AND e.name IN ('ProblemOpened', 'ProblemChanged', 'ProblemMoved', 'TicketsAttached')
        ORDER BY e.id LIMIT 200
        """,
        {**_params(actor), "problem": problem_id},
    )


def by_protocols(actor: Actor, protocols: Sequence[str]) -> dict[str, int]:
    """The ids of tickets one handles by protocols as written, in whatever notation; what is none, or
    not one's own, is left out."""
    read = {told: digits for told in protocols if (digits := read_protocol(told))}
    found = rows(
        f"SELECT t.id, t.protocol FROM tickets_ticket t"
        f" WHERE t.protocol = ANY(%(protocols)s) AND {ticket_scope.HANDLED}",
        {**ticket_scope.params(actor), "protocols": sorted(set(read.values()))},
    )
    ids = {line["protocol"]: line["id"] for line in found}
    return {told: ids[digits] for told, digits in read.items() if digits in ids}


def _params(actor: Actor) -> dict[str, Any]:
    return {**ticket_scope.params(actor), **scope.params(actor)}
