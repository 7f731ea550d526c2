from __future__ import annotations

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows

from .. import scope

_KINDS = f"""
SELECT y.id, y.team_id, t.name AS team, y.names, y.icon, y.fields, y.is_retired,
    (SELECT count(*) FROM assets_asset a WHERE a.type_id = y.id AND {scope.kept("a")}) AS assets
FROM assets_assettype y LEFT JOIN teams_team t ON t.id = y.team_id
WHERE {scope.known("y")}
ORDER BY y.is_retired, y.team_id NULLS FIRST, y.id
"""


def may_look(actor: Actor) -> bool:
    """True for whoever keeps assets somewhere, or belongs to a team that might."""
    return scope.may_look(actor)


def may_shape(actor: Actor, team_id: int | None) -> bool:
    """True for whoever may say which types a team has; without a team, the whole company."""
    return scope.may_shape(actor, team_id)


def kinds(actor: Actor) -> list[Row]:
    """The types that exist for the actor, with how many assets of theirs have each; `may_shape`."""
    if not scope.may_look(actor):
        raise NotFound()
    found = rows(_KINDS, scope.params(actor))
    return [{**one, "may_shape": scope.may_shape(actor, one["team_id"])} for one in found]


def kind(actor: Actor, type_id: int) -> Row:
    """One type; NotFound for what does not exist for the actor."""
    found = next((one for one in kinds(actor) if one["id"] == type_id), None)
    if found is None:
        raise NotFound()
    return found


def teams(actor: Actor, *, shaping: bool = False) -> list[Row]:
    """The teams for which the actor may keep assets (`shaping`: say which types they have), by name;
    nobody but their members knows of confidential ones."""
    known = rows(
        "SELECT t.id, t.name FROM teams_team t CROSS JOIN LATERAL (SELECT t.id AS team_id) a"
        f" WHERE t.is_active AND {scope.kept('a')} ORDER BY t.name",
        scope.params(actor),
    )
    wanted = Permission.SUPERVISE if shaping else Permission.KEEP_ASSETS
    everywhere = actor.may(Permission.KEEP_ASSETS)
    return [one for one in known if everywhere or actor.may(wanted, one["id"])]
