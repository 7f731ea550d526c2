"""Who decides on quarantined mail, once, in SQL; `r` is the mail.

Who answers for a team that was addressed; of mail for no inbox of ours, administrators, who see
who wrote it and why it is held, not what it says.
"""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission

OF_A_TEAM = """(%(system)s OR EXISTS (SELECT FROM inboxes_inbox i
    WHERE i.id = ANY(r.inbox_ids) AND i.team_id = ANY(%(answering)s)))"""

KEPT_ASIDE = f"""(r.state = 'quarantined'
    AND ({OF_A_TEAM} OR (%(admin)s AND r.inbox_ids = '{{}}')))"""


def params(actor: Actor) -> dict[str, Any]:
    """Parameters of the scopes above."""
    return {
        "system": actor.is_system,
        "answering": actor.teams_where(Permission.REPLY),
        "admin": actor.may(Permission.ADMINISTER),
    }
