from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Permission
from balcao.core.errors import Forbidden
from balcao.core.sql import Row, rows
from balcao.measures.shares import wilson
from balcao.register.calendars.queries import calendars_of

PUBLISHED = timedelta(days=90)
FEWEST = 10

_BY = {
    "policy": ("p.id::text", "p.name"),
    "promise": ("c.promise", "c.promise"),
    "side": ("p.side", "p.side"),
    "team": ("team.id::text", "team.name"),
}
_DECIDED = """
    count(*) FILTER (WHERE c.breached_at IS NULL) AS kept,
    count(*) FILTER (WHERE c.breached_at IS NOT NULL) AS broken"""


@dataclass(frozen=True, slots=True)
class Kept:
    """How often a promise was kept, with the interval of 95 %; no share below ten cases."""

    key: str
    label: str
    kept: int
    broken: int

    @property
    def total(self) -> int:
        """Promises that were put to the test."""
        return self.kept + self.broken

    @property
    def share(self) -> float | None:
        """From 0 to 1; None for too few."""
        return self.kept / self.total if self.total >= FEWEST else None

    @property
    def percent(self) -> str:
        """The share as people read it."""
        return _percent(self.share or 0.0)

    @property
    def low(self) -> str:
        """The lower end of the interval as people read it."""
        return _percent(self.interval[0])

    @property
    def high(self) -> str:
        """The upper end of the interval as people read it."""
        return _percent(self.interval[1])

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval of the share."""
        return wilson(self.kept, self.total)


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"


def attainment(
    actor: Actor, since: datetime, until: datetime, *, by: str = "policy", side: str | None = None
) -> list[Kept]:
    """Promises kept and broken in a period, by policy, promise, side or team; of one side or both.

    A promise counts at the instant at which it was kept or broken. Directors and administrators
    see all but confidential teams, supervisors their own. Forbidden for everybody else.
    """
    company = actor.may(Permission.READ_FIGURES) or actor.may(Permission.ADMINISTER)
    supervised = actor.teams_where(Permission.SUPERVISE)
    if not company and not supervised:
        raise Forbidden()
    key, label = _BY[by]
    found = rows(
        f"""
        SELECT {key} AS key, {label} AS label, {_DECIDED}
        FROM sla_clock c JOIN sla_policy p ON p.id = c.policy_id
        JOIN tickets_ticket t ON t.id = c.ticket_id JOIN teams_team team ON team.id = t.team_id
        WHERE c.decided_at >= %(since)s AND c.decided_at < %(until)s
          AND (%(side)s::text IS NULL OR p.side = %(side)s)
          AND ((%(company)s AND NOT team.is_confidential) OR team.id = ANY(%(teams)s))
        GROUP BY 1, 2 ORDER BY 2, 1
        """,
        {"since": since, "until": until, "side": side, "company": company, "teams": supervised},
    )
    return [Kept(line["key"], line["label"], line["kept"], line["broken"]) for line in found]


def public_promises(actor: Actor) -> list[dict[str, Any]]:
    """What the company says it promises, and how often it kept it in ninety days.

    Promises to clients are everybody's to read; those between departments only who works here.
    `hours` is the calendar by which each counts.
    """
    now = clock.now()
    found = rows(
        f"""
        SELECT p.id, p.name, p.promise, p.side, p.target_seconds, p.target_days, p.kind, p.priority,
               p.relationship, team.public_name AS team, k.name AS calendar, k.id AS calendar_id,
               p.pauses_on, done.kept, done.broken
        FROM sla_policy p JOIN calendars_calendar k ON k.id = p.calendar_id
        LEFT JOIN teams_team team ON team.id = p.team_id
        CROSS JOIN LATERAL (SELECT {_DECIDED} FROM sla_clock c
            JOIN tickets_ticket t ON t.id = c.ticket_id JOIN teams_team own ON own.id = t.team_id
            WHERE c.policy_id = p.id AND c.decided_at >= %(since)s AND c.decided_at < %(now)s
              AND NOT own.is_confidential) done
        WHERE p.is_public AND p.is_active AND p.organization_id IS NULL
          AND (p.side = 'external' OR %(inside)s) AND NOT coalesce(team.is_confidential, false)
        ORDER BY p.side, p.position, p.name
        """,
        {"since": now - PUBLISHED, "now": now, "inside": _is_inside(actor)},
    )
    calendars = calendars_of(SYSTEM, {line["calendar_id"] for line in found})
    return [{**_published(line), "hours": calendars[line["calendar_id"]]} for line in found]


def _is_inside(actor: Actor) -> bool:
    return "internal" in actor.sides or actor.is_agent or actor.is_system


def _published(line: Row) -> dict[str, Any]:
    return {**line, "done": Kept(str(line["id"]), line["name"], line["kept"], line["broken"])}
