from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.register.access import audiences

from .. import scope

# Of its components a reader is told those that are shown to them.
_COLUMNS = f"""
SELECT i.id, i.titles, i.impact, i.state, i.started_at, i.resolved_at,
    (SELECT coalesce(jsonb_agg(c.names ORDER BY c.position, c.id), '[]') FROM status_component c
        JOIN status_incident_components x ON x.component_id = c.id
        WHERE x.incident_id = i.id AND {audiences.reads("c.audience")}) AS components
FROM status_incident i WHERE
"""
SHOWN = f"{_COLUMNS} {audiences.reads('i.audience')}"
_UPDATES = """
SELECT u.incident_id, u.id, u.state, u.words, u.at FROM status_update u
WHERE u.incident_id = ANY(%(ids)s) ORDER BY u.id DESC
"""
_KEPT = f"""
SELECT i.team_id, i.audience, t.name AS team, i.problem_id,
    ARRAY(SELECT x.component_id FROM status_incident_components x WHERE x.incident_id = i.id)
        AS component_ids
FROM status_incident i JOIN teams_team t ON t.id = i.team_id
WHERE i.id = %(id)s AND {scope.kept("i")}
"""


def incidents(
    actor: Actor, *, before: int | None = None, limit: int = 30
) -> tuple[list[Row], int | None]:
    """Incidents of this audience, newest first, with what was told of each, and what `before` gives
    the next ones."""
    found = rows(
        f"{SHOWN} AND (%(before)s::bigint IS NULL OR i.id < %(before)s::bigint)"
        " ORDER BY i.id DESC LIMIT %(limit)s",
        {**audiences.params(actor), "before": before, "limit": limit + 1},
    )
    return updated(actor, found[:limit]), found[limit - 1]["id"] if len(found) > limit else None


def incident(actor: Actor, incident_id: int) -> Row:
    """One incident that is told to the actor, or that they keep; `kept` with what its keepers know,
    None for others. NotFound else."""
    asked = {**scope.params(actor), "id": incident_id}
    found = row(f"{_COLUMNS} {scope.reads('i')} AND i.id = %(id)s", asked)
    if found is None:
        raise NotFound()
    [told] = updated(actor, [found])
    return {**told, "kept": row(_KEPT, asked)}


def updated(actor: Actor, found: list[Row]) -> list[Row]:
    """The same incidents, each with its `updates`, the newest first."""
    told: dict[int, list[dict[str, Any]]] = {one["id"]: [] for one in found}
    if found:
        for one in rows(_UPDATES, {"ids": [*told]}):
            told[one.pop("incident_id")].append(one)
    return [{**one, "updates": told[one["id"]]} for one in found]
