"""Who reads a component or an incident, and who keeps it: once, in SQL."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.register.access import audiences


def kept(alias: str) -> str:
    """The condition under which the actor tells of it: who keeps status for its team; administrators,
    but for confidential teams."""
    return f"""({alias}.team_id = ANY(%(keeping)s) OR %(every)s OR (%(all)s AND NOT EXISTS (
        SELECT FROM teams_team k WHERE k.id = {alias}.team_id AND k.is_confidential)))"""


def reads(alias: str) -> str:
    """The condition under which the actor is told of it: its audience, and who keeps it."""
    return f"({audiences.reads(f'{alias}.audience')} OR {kept(alias)})"


def params(actor: Actor) -> dict[str, Any]:
    """What the conditions above need to know of the actor."""
    return {
        **audiences.params(actor),
        "keeping": actor.teams_where(Permission.KEEP_STATUS),
        "all": actor.may(Permission.KEEP_STATUS),
    }


def may_keep(actor: Actor) -> bool:
    """True for whoever tells of the status of anything."""
    return actor.may_anywhere(Permission.KEEP_STATUS)
