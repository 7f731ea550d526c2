from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor
from balcao.core.sql import Row, row, rows
from balcao.service.tickets import scope as ticket_scope

from .. import rules, scope

SIMILAR = 3
_FEWEST_SHARED = 2
_LOOKED_AT = 50
_SAID = (
    """
SELECT concat_ws(' ', t.subject, (SELECT left(m.body, 2000) FROM tickets_message m
    WHERE m.ticket_id = t.id AND m.kind = 'incoming' ORDER BY m.id LIMIT 1)) AS text
FROM tickets_ticket t WHERE t.id = %(ticket)s AND """
    + ticket_scope.HANDLED
)
_ATTACHED = f"""
SELECT k.id, k.title, k.state, k.workaround, team.name AS team FROM problems_attached a
JOIN problems_problem k ON k.id = a.problem_id JOIN teams_team team ON team.id = k.team_id
WHERE a.ticket_id = %(ticket)s AND {scope.READ} ORDER BY a.id DESC LIMIT 10
"""
_SIMILAR = f"""
SELECT k.id, k.title, k.state, k.workaround, k.words, team.name AS team
FROM problems_problem k JOIN teams_team team ON team.id = k.team_id
WHERE k.state IN ('open', 'known_error') AND k.words && %(asked)s::text[] AND {scope.READ}
    AND NOT EXISTS (SELECT FROM problems_attached a
        WHERE a.problem_id = k.id AND a.ticket_id = %(ticket)s)
ORDER BY k.updated_at DESC LIMIT {_LOOKED_AT}
"""


def beside(actor: Actor, ticket: Row) -> dict[str, Any]:
    """What stands beside a ticket one handles: its problems, and open ones with words in common,
    each with the words (`shared`), the most first. Nothing for others."""
    params = {**ticket_scope.params(actor), **scope.params(actor), "ticket": ticket["id"]}
    said = row(_SAID, params)
    if said is None or not (actor.is_agent or actor.is_system):
        return {"attached": [], "similar": [], "may_attach": False}
    asked = rules.words(said["text"])
    found = [
        {**one, "shared": shared}
        for one in rows(_SIMILAR, {**params, "asked": asked})
        if len(shared := rules.likeness(asked, one["words"])) >= _FEWEST_SHARED
    ]
    found.sort(key=lambda one: -len(one["shared"]))
    may = row(
        f"SELECT {scope.TICKET_CHANGED} AS may FROM tickets_ticket t WHERE t.id = %(ticket)s",
        params,
    )
    return {
        "attached": rows(_ATTACHED, params),
        "similar": found[:SIMILAR],
        "may_attach": bool(may and may["may"]),
    }
