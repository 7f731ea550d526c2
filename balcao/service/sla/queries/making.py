from __future__ import annotations

from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows

_POLICIES = """
SELECT p.*, k.name AS calendar, o.name AS organization, team.name AS team,
       q.name AS manager, (SELECT h.value FROM people_handle h WHERE h.person_id = p.manager_id
            AND h.channel = 'email' ORDER BY h.is_work DESC, h.is_primary DESC, h.id LIMIT 1)
            AS manager_address,
       (SELECT count(*) FROM sla_clock c WHERE c.policy_id = p.id AND c.ended_at IS NULL) AS open_count
FROM sla_policy p JOIN calendars_calendar k ON k.id = p.calendar_id
LEFT JOIN people_organization o ON o.id = p.organization_id
LEFT JOIN teams_team team ON team.id = p.team_id LEFT JOIN people_person q ON q.id = p.manager_id
"""


def policies(actor: Actor) -> list[Row]:
    """Every promise with what it depends on, in the company's order; for administrators."""
    require(actor, Permission.ADMINISTER)
    return rows(
        f"{_POLICIES} WHERE p.promise <> 'day' ORDER BY p.is_active DESC, p.side, p.position, p.name, p.id"
    )


def policy(actor: Actor, policy_id: int) -> Row:
    """One promise; NotFound when there is none."""
    require(actor, Permission.ADMINISTER)
    found = rows(f"{_POLICIES} WHERE p.id = %(id)s AND p.promise <> 'day'", {"id": policy_id})
    if not found:
        raise NotFound()
    return found[0]


def progress(actor: Actor, *, limit: int = 5) -> list[Row]:
    """The latest looks through open clocks after a change: of what, how far, how many moved."""
    require(actor, Permission.ADMINISTER)
    return rows(
        """
        SELECT r.id, r.asked_at, r.finished_at, r.total, r.done, r.changed, r.begins, r.late,
               coalesce(p.name, k.name) AS name, r.policy_id
        FROM sla_recalculation r LEFT JOIN sla_policy p ON p.id = r.policy_id
        LEFT JOIN calendars_calendar k ON k.id = r.calendar_id
        ORDER BY r.finished_at IS NOT NULL, r.id DESC LIMIT %(limit)s
        """,
        {"limit": limit},
    )
