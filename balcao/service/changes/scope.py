"""Who may read a change, once, in SQL: `c` is the change, `team` its team.

Every agent, since whoever answers must know what happens when; a confidential team's are there for
its members alone. Its tickets, its problem and its assets are read through their own scopes.
"""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission

READ = """(%(system)s::boolean OR (%(agent)s::boolean
    AND (NOT team.is_confidential OR team.id = ANY(%(teams)s))))"""
CHANGED = "(%(system)s::boolean OR c.team_id = ANY(%(changed)s))"
SUPERVISED = "(%(system)s::boolean OR c.team_id = ANY(%(supervised)s))"


def params(actor: Actor) -> dict[str, Any]:
    """Parameters of the scopes above."""
    return {
        "agent": actor.is_agent,
        "teams": actor.team_ids,
        "changed": actor.teams_where(Permission.CHANGE_TICKET),
        "supervised": actor.teams_where(Permission.SUPERVISE),
        "system": actor.is_system,
        "me": actor.person_id or 0,
    }
