"""Who may read a task, once, in SQL: `k` is the task, `s` its survey, `team` its team or nothing.

Whose task it is, who supervises its team, and who may edit its survey: those who may read single
answers. A confidential team's tasks are there for its members alone.
"""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.listening.surveys.editing import owner_in

ARRANGED = """(
    k.team_id = ANY(%(supervised)s)
    OR s.owner_id = %(me)s::bigint OR s.team_id = ANY(%(asks)s) OR %(all)s
)"""
READ = f"""(
    (team.id IS NULL OR NOT team.is_confidential OR team.id = ANY(%(teams)s) OR %(system)s)
    AND (k.owner_id = %(me)s::bigint OR {ARRANGED})
)"""


def params(actor: Actor) -> dict[str, Any]:
    """Parameters of the scopes above."""
    return {
        "me": owner_in(actor),
        "teams": actor.team_ids,
        "supervised": actor.teams_where(Permission.SUPERVISE),
        "asks": actor.teams_where(Permission.ASK),
        "all": actor.may(Permission.ASK),
        "system": actor.is_system,
    }
