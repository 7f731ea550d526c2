"""Whose task it becomes: whom the rule names, else the supervisor of the team with fewest open."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.sql import Row, row, rows
from balcao.register.people.rules import INTERNAL_KINDS

# Only who works here today; of a confidential team its members alone; nobody's own complaint.
_WORKS_HERE = """
EXISTS (SELECT FROM people_relationship r WHERE r.person_id = p.id AND r.kind = ANY(%(internal)s)
    AND r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s))
"""
_OWNER = f"""
SELECT p.id FROM people_person p
LEFT JOIN access_membership m ON m.person_id = p.id AND m.team_id = %(team)s
WHERE p.merged_into_id IS NULL AND {_WORKS_HERE}
    AND (p.id = %(wanted)s OR p.id = %(fallback)s OR m.role = 'supervisor')
    AND p.id IS DISTINCT FROM %(respondent)s::bigint
    AND (m.id IS NOT NULL
        OR NOT EXISTS (SELECT FROM teams_team t WHERE t.id = %(team)s AND t.is_confidential))
ORDER BY p.id IS NOT DISTINCT FROM %(wanted)s::bigint DESC,
    coalesce(m.role, '') = 'supervisor' DESC,
    p.id IS NOT DISTINCT FROM %(handled_by)s::bigint,
    (SELECT count(*) FROM loop_task k WHERE k.owner_id = p.id AND k.ended_at IS NULL), p.id
LIMIT 1
"""
# Of a task without a team, whoever answers clients in some team that everybody may know.
_CANDIDATES = f"""
SELECT p.id, coalesce(nullif(p.preferred_name, ''), p.name) AS called FROM people_person p
WHERE p.merged_into_id IS NULL AND {_WORKS_HERE}
    AND EXISTS (SELECT FROM access_membership m JOIN teams_team t ON t.id = m.team_id
        WHERE m.person_id = p.id AND m.role IN ('agent', 'supervisor') AND t.is_active
            AND CASE WHEN %(team)s::bigint IS NULL THEN NOT t.is_confidential
                ELSE t.id = %(team)s::bigint END)
    AND p.id IS DISTINCT FROM %(respondent)s::bigint
ORDER BY p.folded_name, p.id LIMIT 200
"""


def owner_of(
    team_id: int | None,
    *,
    wanted: int | None,
    fallback: int | None,
    respondent: int | None = None,
    handled_by: int | None = None,
) -> int | None:
    """Who does it: `wanted` where they can, else a supervisor of the team (rather not who handled
    the ticket), else `fallback`; None when there is nobody."""
    found = row(
        _OWNER,
        {
            "team": team_id,
            "wanted": wanted,
            "fallback": fallback,
            "respondent": respondent,
            "handled_by": handled_by,
            **_today(),
        },
    )
    return found["id"] if found else None


def candidates(team_id: int | None, respondent: int | None) -> list[Row]:
    """To whom a task may be given, by name."""
    return rows(_CANDIDATES, {"team": team_id, "respondent": respondent, **_today()})


def _today() -> dict[str, object]:
    return {"internal": list(INTERNAL_KINDS), "today": clock.today()}
