from __future__ import annotations

from datetime import datetime
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.service.tickets import scope

from .. import calling
from ..hours import opening_hours

_CALLS = f"""
SELECT c.id, c.phone, c.asked_at, c.from_at, c.to_at, c.ended_at, c.outcome, t.protocol, t.subject,
       t.team_id, team.name AS team, coalesce(nullif(p.preferred_name, ''), p.name) AS person,
       coalesce(nullif(a.preferred_name, ''), a.name) AS assignee,
       {scope.HANDLED} AS is_handled,
       coalesce((SELECT jsonb_agg(jsonb_build_object('is_reached', x.is_reached, 'note', x.note,
                    'at', x.at, 'person', coalesce(nullif(q.preferred_name, ''), q.name))
                    ORDER BY x.id)
                 FROM waiting_attempt x LEFT JOIN people_person q ON q.id = x.person_id
                 WHERE x.callback_id = c.id), '[]') AS attempts
FROM waiting_callback c JOIN tickets_ticket t ON t.id = c.ticket_id
JOIN teams_team team ON team.id = t.team_id JOIN people_person p ON p.id = c.person_id
LEFT JOIN people_person a ON a.id = t.assignee_id
"""


def callbacks(actor: Actor, limit: int = 100) -> list[Row]:
    """The calls promised on tickets one handles and not made yet, the most pressing first."""
    return rows(
        f"{_CALLS} WHERE c.ended_at IS NULL AND {scope.HANDLED} ORDER BY c.to_at, c.id"
        " LIMIT %(limit)s",
        {**scope.params(actor), "limit": limit},
    )


def calls(actor: Actor, ticket: Row) -> list[Row]:
    """The calls promised on a ticket, newest first, for who handles it or asked for it.

    The client reads their own, without what was noted or by whom.
    """
    found = rows(
        f"{_CALLS} WHERE c.ticket_id = %(ticket)s AND ({scope.HANDLED} OR {scope.ASKED}"
        f" OR {scope.FOLLOWED}) ORDER BY c.id DESC LIMIT 10",
        {**scope.params(actor), "ticket": ticket["id"]},
    )
    return [line if line["is_handled"] else _for_client(line) for line in found]


def _for_client(line: Row) -> dict[str, Any]:
    tries = [{"at": told["at"], "is_reached": told["is_reached"]} for told in line["attempts"]]
    return {**line, "attempts": tries, "assignee": None, "team": None}


def call_times(actor: Actor) -> list[tuple[datetime, datetime]]:
    """The next times in which a call can be promised, by the company's opening hours."""
    return calling.offered(opening_hours(), clock.now())
