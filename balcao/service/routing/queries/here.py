from __future__ import annotations

from balcao.core.actor import Actor, Permission
from balcao.core.sql import Row, row, rows

from ..rules import State

_UNKNOWN: Row = {
    "state": str(State.AWAY),
    "reason": "",
    "since_at": None,
    "is_lapsed": False,
    "misses": 0,
}


def own(actor: Actor) -> Row | None:
    """One's own presence, away until one says otherwise; None for who answers for no team.

    `misses` above 0 says that a sign of life is due.
    """
    if not actor.teams_where(Permission.REPLY):
        return None
    found = row(
        "SELECT state, reason, since_at, is_lapsed, misses FROM routing_presence"
        " WHERE person_id = %(me)s",
        {"me": actor.me},
    )
    return found or dict(_UNKNOWN)


def colleagues(actor: Actor) -> list[Row]:
    """Who answers for the actor's own teams, and whether they are here: those free first."""
    return rows(
        """
        SELECT p.id AS person_id, coalesce(nullif(p.preferred_name, ''), p.name) AS called,
               coalesce(h.state, 'away') AS state, coalesce(h.reason, '') AS reason, h.since_at
        FROM people_person p LEFT JOIN routing_presence h ON h.person_id = p.id
        WHERE p.merged_into_id IS NULL AND p.id IN (
            SELECT m.person_id FROM access_membership m
            WHERE m.team_id = ANY(%(teams)s) AND m.role IN ('agent', 'supervisor'))
        ORDER BY array_position(ARRAY['available', 'busy', 'break', 'training', 'away'],
                                coalesce(h.state, 'away')::text), p.folded_name, p.id
        """,
        {"teams": actor.team_ids},
    )
