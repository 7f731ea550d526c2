from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows
from balcao.service.problems import scope as problems

from .. import scope

_BEHIND = f"""
FROM status_incident i JOIN problems_problem k ON k.id = i.problem_id
JOIN teams_team team ON team.id = k.team_id
WHERE {scope.reads("i")} AND {problems.READ}
"""


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


def problem_behind(actor: Actor, incident_id: int) -> Row | None:
    """The problem behind an incident one is told of: `id`, `title`, `state`; None where there is none
    that the actor may read."""
    found = rows(
        f"SELECT k.id, k.title, k.state {_BEHIND} AND i.id = %(incident)s",
        {**_params(actor), "incident": incident_id},
    )
    return found[0] if found else None


def of_problem(actor: Actor, problem_id: int) -> list[Row]:
    """Incidents behind which a problem stands, newest first, as far as the actor reads both."""
    return rows(
        f"SELECT i.id, i.titles, i.impact, i.state, i.started_at, i.resolved_at {_BEHIND}"
        " AND k.id = %(problem)s ORDER BY i.id DESC LIMIT 50",
        {**_params(actor), "problem": problem_id},
    )


def teams(actor: Actor) -> list[Row]:
    """The teams for which one keeps the status, by name."""
    return rows(
        "SELECT t.id, t.name FROM teams_team t CROSS JOIN LATERAL (SELECT t.id AS team_id) x"
        f" WHERE t.is_active AND {scope.kept('x')} ORDER BY t.name",
        scope.params(actor),
    )


def _params(actor: Actor) -> dict[str, Any]:
    return {**problems.params(actor), **scope.params(actor)}
