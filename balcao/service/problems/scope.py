"""Who may read a problem, once, in SQL: `k` is the problem, `team` its team.

Every agent, since a known error helps whoever answers; a confidential team's are there for its
members alone. Its tickets are read through the audience of tickets, and nothing else.
"""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission

READ = """(%(system)s::boolean OR (%(agent)s::boolean
    AND (NOT team.is_confidential OR team.id = ANY(%(teams)s))))"""
CHANGED = "(%(system)s::boolean OR k.team_id = ANY(%(changed)s))"
# Of a ticket `t`: who may change it, and who may answer in it.
_ON_TEAM = """(%(system)s::boolean OR t.team_id = ANY({teams})
    OR t.id IN (SELECT ticket_id FROM tickets_place WHERE team_id = ANY({teams})))"""
TICKET_CHANGED = _ON_TEAM.format(teams="%(changed)s")
TICKET_ANSWERED = _ON_TEAM.format(teams="%(answered)s")


def params(actor: Actor) -> dict[str, Any]:
    """Parameters of the scopes above."""
    return {
        "agent": actor.is_agent,
        "teams": actor.team_ids,
        "changed": actor.teams_where(Permission.CHANGE_TICKET),
        "answered": actor.teams_where(Permission.REPLY),
        "system": actor.is_system,
    }
