from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows

from ..crowd import rule_of

_TEAMS = """
SELECT t.id, t.name, t.is_confidential, coalesce(r.is_automatic, false) AS is_automatic,
       o.name AS overflow_team, r.overflow_after_seconds
FROM teams_team t LEFT JOIN routing_teamrouting r ON r.team_id = t.id
LEFT JOIN teams_team o ON o.id = r.overflow_team_id
WHERE t.is_active AND (%(all)s OR t.id = ANY(%(mine)s)) ORDER BY t.name
"""

_PEOPLE = """
SELECT m.person_id, coalesce(nullif(p.preferred_name, ''), p.name) AS called,
    coalesce((SELECT jsonb_object_agg(c.channel, c.at_once) FROM routing_capacity c
              WHERE c.person_id = p.id), '{}') AS capacities,
    coalesce((SELECT jsonb_agg(jsonb_build_object('skill_id', k.id, 'name', k.name,
                                                  'level', s.level) ORDER BY k.name)
              FROM routing_personskill s JOIN routing_skill k ON k.id = s.skill_id
              WHERE s.person_id = p.id AND (k.team_id IS NULL OR k.team_id = m.team_id)), '[]')
        AS skills
FROM access_membership m JOIN people_person p ON p.id = m.person_id AND p.merged_into_id IS NULL
WHERE m.team_id = %(team)s AND m.role IN ('agent', 'supervisor') ORDER BY p.folded_name, p.id
"""


def teams(actor: Actor) -> list[Row]:
    """The teams whose routing the actor may arrange: every one, or those they supervise."""
    return rows(
        _TEAMS,
        {
            "all": actor.may(Permission.ADMINISTER),
            "mine": actor.teams_where(Permission.SUPERVISE),
        },
    )


def arrangement(actor: Actor, team_id: int) -> dict[str, Any]:
    """A team's rule, what its tickets ask for, its skills and its people; NotFound for others."""
    team = next((team for team in teams(actor) if team["id"] == team_id), None)
    if team is None:
        raise NotFound()
    told = {"team": team_id}
    return {
        "team": team,
        "rule": rule_of(team_id),
        "people": rows(_PEOPLE, told),
        "skills": rows(
            "SELECT id, name, team_id, language FROM routing_skill"
            " WHERE team_id IS NULL OR team_id = %(team)s ORDER BY name, id",
            told,
        ),
        "needs": rows(
            "SELECT n.kind, n.level, n.skill_id, s.name FROM routing_skillneed n"
            " JOIN routing_skill s ON s.id = n.skill_id WHERE n.team_id = %(team)s"
            " ORDER BY n.kind, s.name",
            told,
        ),
    }
