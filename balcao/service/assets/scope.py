"""Who sees an asset or a contract, and who keeps it: once, in SQL."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Hat, Permission


def kept(alias: str) -> str:
    """The condition under which the actor's teams keep what `alias` stands for; administrators all but
    what confidential teams keep."""
    return f"""({alias}.team_id = ANY(%(teams)s) OR %(system)s OR (%(keeps_all)s AND NOT EXISTS (
        SELECT FROM teams_team k WHERE k.id = {alias}.team_id AND k.is_confidential)))"""


def known(alias: str) -> str:
    """The same for types of assets: those of no team are everybody's who keeps anything."""
    return f"({alias}.team_id IS NULL OR {kept(alias)})"


OWNED = "(a.owner_id = %(me)s AND %(inside)s)"
READ = f"({kept('a')} OR {OWNED})"


def params(actor: Actor) -> dict[str, Any]:
    """What the conditions above need to know of the actor."""
    return {
        "teams": actor.team_ids,
        "system": actor.is_system,
        "keeps_all": actor.may(Permission.KEEP_ASSETS),
        "me": actor.person_id or 0,
        "inside": bool(actor.hats & {Hat.AGENT, Hat.INTERNAL}),
    }


def may_look(actor: Actor) -> bool:
    """True for whoever keeps assets somewhere, or belongs to a team that might."""
    return actor.is_agent or actor.may(Permission.KEEP_ASSETS)


def may_write(actor: Actor, team_id: int) -> bool:
    """True for whoever may write what this team keeps, once they see it."""
    return actor.may(Permission.KEEP_ASSETS, team_id)


def may_shape(actor: Actor, team_id: int | None) -> bool:
    """True for whoever may say which sorts of assets there are: of a team its supervisors, of the
    company administrators."""
    if team_id is None:
        return actor.may(Permission.KEEP_ASSETS)
    return actor.may(Permission.SUPERVISE, team_id) or actor.may(Permission.KEEP_ASSETS)
