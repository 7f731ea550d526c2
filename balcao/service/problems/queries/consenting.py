"""Other teams' part in one message to all: which have tickets of it, and what they said when asked.

Of a team's tickets others learn how many there are, of a confidential team's not even that.
"""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.service.tickets import scope as ticket_scope

from .. import rules, scope
from .listing import CALLED
from .reaching import reach_params

# Open tickets in which the actor does not answer, where those who do may read the problem.
ELSEWHERE = f"""(t.status NOT IN ('resolved', 'closed') AND NOT team.is_confidential
    AND NOT ({ticket_scope.HANDLED} AND {scope.TICKET_ANSWERED}))"""
MAY_DECIDE = "c.team_id = ANY(%(answered)s)"
# What one team would say now: its open tickets that heard nothing of this message, nor are about to.
UNHEARD = """(t.status NOT IN ('resolved', 'closed') AND t.team_id = c.team_id
    AND NOT EXISTS (SELECT FROM problems_letter l WHERE l.ticket_id = t.id
        AND l.state IN ('waiting', 'sent') AND l.broadcast_id IN (
            SELECT b.id UNION SELECT o.answer_id FROM problems_consent o
            WHERE o.broadcast_id = b.id AND o.answer_id IS NOT NULL)))"""
# Its side has words, or is resolved without.
TOLD = """(b.then = 'resolved' OR CASE t.side WHEN 'external' THEN b.external <> ''
    ELSE b.internal <> '' END)"""
_CONSENT = f"""
SELECT c.id, c.state, c.team_id, x.name AS team, c.asked_at, c.decided_at, b.problem_id, k.title,
    b.external, b.internal, b.then, {CALLED.format("s")} AS sender, {CALLED.format("d")} AS decided_by,
    c.answer_id, {MAY_DECIDE} AND c.state = 'waiting' AND c.asked_at > %(since)s AS may_decide, n.tickets
FROM problems_consent c JOIN problems_broadcast b ON b.id = c.broadcast_id
JOIN problems_problem k ON k.id = b.problem_id JOIN teams_team team ON team.id = k.team_id
JOIN teams_team x ON x.id = c.team_id
LEFT JOIN people_person s ON s.id = b.sender_id LEFT JOIN people_person d ON d.id = c.decided_by_id
CROSS JOIN LATERAL (SELECT count(*) AS tickets FROM problems_attached a
    JOIN tickets_ticket t ON t.id = a.ticket_id WHERE a.problem_id = k.id
        AND CASE c.state WHEN 'given' THEN EXISTS (SELECT FROM problems_letter l
            WHERE l.broadcast_id = c.answer_id AND l.ticket_id = t.id)
        ELSE {UNHEARD} AND {TOLD} END) n
WHERE {scope.READ} AND (NOT x.is_confidential OR x.id = ANY(%(teams)s) OR %(system)s)
"""


def elsewhere(actor: Actor, problem_id: int) -> list[Row]:
    """Teams with open tickets of a problem in which the actor does not answer, by name: `id`, `name`,
    and how many of each side, `external` and `internal`. For who may change the problem; else none."""
    return rows(
        f"""
        SELECT x.id, x.name, count(*) FILTER (WHERE t.side = 'external') AS external,
            count(*) FILTER (WHERE t.side = 'internal') AS internal, count(*) AS tickets
        FROM problems_attached a JOIN problems_problem k ON k.id = a.problem_id
        JOIN teams_team team ON team.id = k.team_id JOIN tickets_ticket t ON t.id = a.ticket_id
        JOIN teams_team x ON x.id = t.team_id AND NOT x.is_confidential
        WHERE a.problem_id = %(problem)s AND {scope.READ} AND {scope.CHANGED} AND {ELSEWHERE}
        GROUP BY x.id, x.name ORDER BY x.name
        """,
        {**reach_params(actor), "problem": problem_id},
    )


def consents(actor: Actor, broadcast_id: int) -> list[Row]:
    """The other teams that were asked to say a message, by name, and what each said, without its words;
    for its sender, for who may change its problem, and for those asked."""
    found = rows(
        f"{_CONSENT} AND b.id = %(broadcast)s AND (b.sender_id = %(me)s OR {scope.CHANGED}"
        f" OR {MAY_DECIDE}) ORDER BY x.name, c.id",
        {**_params(actor), "broadcast": broadcast_id},
    )
    words = ("external", "internal")
    return [{name: value for name, value in one.items() if name not in words} for one in found]


def consents_asked(actor: Actor) -> list[Row]:
    """What teams in which the actor answers are asked to say in their tickets, the latest first."""
    return rows(
        f"{_CONSENT} AND {MAY_DECIDE} AND c.state = 'waiting' AND c.asked_at > %(since)s"
        " AND b.begins_at <= %(now)s AND k.ended_at IS NULL AND n.tickets > 0"
        " ORDER BY c.id DESC LIMIT 20",
        _params(actor),
    )


def _params(actor: Actor) -> dict[str, object]:
    now = clock.now()
    return {**reach_params(actor), "now": now, "since": now - rules.CONSENT_LASTS}
