from __future__ import annotations

from balcao.core.actor import Actor, Permission
from balcao.core.sql import Row, rows


def teams(actor: Actor) -> list[Row]:
    """Active teams by name: every one for staff to transfer to, except confidential ones,

    which exist for their members and for administrators alone.
    """
    return rows(
        """
        SELECT id, name, public_name, signature, is_confidential FROM teams_team
        WHERE is_active AND (%(all)s OR id = ANY(%(mine)s) OR (%(staff)s AND NOT is_confidential))
        ORDER BY name
        """,
        {
            "all": actor.is_system or actor.may(Permission.ADMINISTER),
            "mine": actor.team_ids,
            "staff": actor.is_agent,
        },
    )
