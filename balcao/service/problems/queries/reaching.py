"""Whom one message would reach, before it is sent: as the sender answers in tickets now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.service.tickets import scope as ticket_scope

from .. import scope
from .listing import CALLED

REACHED = f"""(t.status NOT IN ('resolved', 'closed') AND {ticket_scope.HANDLED}
    AND {scope.TICKET_ANSWERED} AND t.requester_id <> %(me)s)"""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many open tickets of each side, of them by mail; `mark` is another once they change."""

    sides: dict[str, int]
    by_mail: dict[str, int]
    mark: str

    @property
    def total(self) -> int:
        """How many tickets in all."""
        return sum(self.sides.values())


def reach(actor: Actor, problem_id: int) -> Reach:
    """Which tickets of a problem a message of this actor would reach."""
    found = rows(
        f"""
        SELECT t.side, count(*) AS n, count(h.id) AS by_mail,
            string_agg(t.id::text, ',' ORDER BY t.id) AS ids
        FROM problems_attached a JOIN problems_problem k ON k.id = a.problem_id
        JOIN teams_team team ON team.id = k.team_id JOIN tickets_ticket t ON t.id = a.ticket_id
        LEFT JOIN people_handle h ON h.id = t.requester_handle_id AND h.channel = 'email'
        WHERE a.problem_id = %(problem)s AND {scope.READ} AND {REACHED}
        GROUP BY t.side ORDER BY t.side
        """,
        {**reach_params(actor), "problem": problem_id},
    )
    told = ";".join(f"{line['side']}:{line['ids']}" for line in found)
    return Reach(
        {line["side"]: line["n"] for line in found},
        {line["side"]: line["by_mail"] for line in found},
        hashlib.sha256(told.encode()).hexdigest()[:16],
    )


def samples(actor: Actor, problem_id: int) -> dict[str, Row]:
    """One ticket of each side that it would reach, to look at the message in its words."""
    found = rows(
        f"""
        SELECT DISTINCT ON (t.side) t.side, t.protocol, t.subject, {CALLED.format("r")} AS requester,
            coalesce(nullif(r.preferred_name, ''), split_part(r.name, ' ', 1)) AS client
        FROM problems_attached a JOIN problems_problem k ON k.id = a.problem_id
        JOIN teams_team team ON team.id = k.team_id JOIN tickets_ticket t ON t.id = a.ticket_id
        JOIN people_person r ON r.id = t.requester_id
        WHERE a.problem_id = %(problem)s AND {scope.READ} AND {REACHED}
        ORDER BY t.side, t.id DESC
        """,
        {**reach_params(actor), "problem": problem_id},
    )
    return {line["side"]: line for line in found}


def reach_params(actor: Actor) -> dict[str, Any]:
    """Parameters of REACHED."""
    return {**ticket_scope.params(actor), **scope.params(actor)}
