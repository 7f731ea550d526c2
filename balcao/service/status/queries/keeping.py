from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows

from .. import scope


def may_keep(actor: Actor) -> bool:
    """True for whoever tells of the status of anything."""
    return scope.may_keep(actor)


def components(actor: Actor) -> list[Row]:
    """The components one keeps, in their order, those that are retired at the end; else NotFound."""
    if not scope.may_keep(actor):
        raise NotFound()
    return rows(
        "SELECT c.id, c.names, c.audience, c.team_id, t.name AS team, c.is_retired"
        " FROM status_component c JOIN teams_team t ON t.id = c.team_id"
        f" WHERE {scope.kept('c')} ORDER BY c.is_retired, c.position, c.id",
        scope.params(actor),
    )


def teams(actor: Actor) -> list[Row]:
    """The teams for which one keeps the status, by name."""
    return rows(
        "SELECT t.id, t.name FROM teams_team t CROSS JOIN LATERAL (SELECT t.id AS team_id) x"
        f" WHERE t.is_active AND {scope.kept('x')} ORDER BY t.name",
        scope.params(actor),
    )
