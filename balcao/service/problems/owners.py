"""Who may look after a problem: agents and supervisors of its team who work here today."""

from __future__ import annotations

from balcao.core.sql import Row, row, rows
from balcao.register.access.audiences import today

_OF_TEAM = """
FROM access_membership m JOIN people_person p ON p.id = m.person_id AND p.merged_into_id IS NULL
WHERE m.team_id = %(team)s AND m.role IN ('agent', 'supervisor')
    AND EXISTS (SELECT FROM people_relationship r WHERE r.person_id = p.id
        AND r.kind = ANY(%(internal)s) AND r.since_on <= %(today)s
        AND (r.until_on IS NULL OR r.until_on >= %(today)s))
"""


def of_team(team_id: int) -> list[Row]:
    """Those of a team, by name."""
    return rows(
        f"SELECT p.id, coalesce(nullif(p.preferred_name, ''), p.name) AS called {_OF_TEAM}"
        " ORDER BY p.folded_name, p.id LIMIT 200",
        {**today(), "team": team_id},
    )


def may_look_after(team_id: int, person_id: int) -> bool:
    """True for one of them."""
    params = {**today(), "team": team_id, "person": person_id}
    return row(f"SELECT p.id {_OF_TEAM} AND p.id = %(person)s", params) is not None
