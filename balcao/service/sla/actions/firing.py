"""Deadlines: each step of a clock's ladder, once, whoever finds it due first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Forbidden
from balcao.core.sql import Row, rows
from balcao.events.actions import publish
from balcao.events.deadlines import present
from balcao.events.live import tell
from balcao.register.calendars import rules as calendars
from balcao.register.calendars.queries import calendars_of

from .. import clocks, rules, stepping
from ..clocks import COLUMNS
from ..events import PromiseWarned
from ..models import Alert
from ..waking import DEADLINES, expect

BATCH = 250

# Both rows are locked, and a locked one is somebody's who is changing it: they are left to the
# next look, so nobody waits for another, and what has moved meanwhile is not due any more.
_DUE = f"""
SELECT {COLUMNS}, t.team_id, t.requester_id FROM sla_clock c
JOIN sla_policy p ON p.id = c.policy_id JOIN tickets_ticket t ON t.id = c.ticket_id
WHERE c.next_at <= %(now)s AND c.ended_at IS NULL
ORDER BY c.next_at, c.id LIMIT %(batch)s FOR UPDATE OF c, t SKIP LOCKED
"""

_UNTOLD = """
SELECT a.id FROM sla_alert a
WHERE a.tell_at <= %(now)s AND a.told_at IS NULL
ORDER BY a.tell_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
"""

# Who left the team is no rung any more: the next one is told instead.
_CONTEXT = """
SELECT a.id, a.clock_id, a.percent, a.is_late, c.ticket_id, c.promise, c.ended_at, c.step,
       p.alerts_always, coalesce(p.alert_calendar_id, p.calendar_id) AS hours_id,
       (SELECT m.person_id FROM access_membership m WHERE m.person_id = t.assignee_id AND (
            m.team_id = t.team_id
            OR m.team_id IN (SELECT x.team_id FROM tickets_place x WHERE x.ticket_id = t.id))
        LIMIT 1) AS assignee_id,
       ARRAY(SELECT m.person_id FROM access_membership m JOIN people_person q ON q.id = m.person_id
             WHERE m.team_id = t.team_id AND m.role = 'supervisor' AND q.merged_into_id IS NULL
             ORDER BY m.person_id) AS supervisors,
       CASE WHEN NOT team.is_confidential OR EXISTS (SELECT FROM access_membership m
           WHERE m.team_id = t.team_id AND m.person_id = p.manager_id)
           THEN p.manager_id END AS manager_id
FROM sla_alert a JOIN sla_clock c ON c.id = a.clock_id JOIN sla_policy p ON p.id = c.policy_id
JOIN tickets_ticket t ON t.id = c.ticket_id JOIN teams_team team ON team.id = t.team_id
WHERE a.id = ANY(%(ids)s)
"""


def fire_all() -> int:
    """Handle everything due, batch by batch; how many clocks and alerts."""
    return DEADLINES.drain(lambda: fire_due(SYSTEM))


@transaction.atomic
def fire_due(actor: Actor, now: datetime | None = None, *, is_history: bool = False) -> int:
    """Handle one batch of what is due at this instant (the database's present, when not said).

    How many clocks and postponed alerts. Told as history, each step was handled at its instant.
    """
    if not actor.is_system:
        raise Forbidden()
    instant = now or present()
    due = rows(_DUE, {"now": instant, "batch": BATCH})
    teams = {line["ticket_id"]: line["team_id"] for line in due}
    found = [clocks.read(line) for line in due]
    reached = stepping.reach(found, instant, is_history=is_history)
    if found:
        clocks.save(found)
    kept = stepping.keep(reached, instant, is_history=is_history)
    fresh = [] if is_history else stepping.furthest(kept)
    waiting = [line["id"] for line in rows(_UNTOLD, {"now": instant, "batch": BATCH})]
    _tell(sorted({*fresh, *waiting}), instant)
    for ticket_id, team_id in teams.items():
        tell(f"ticket:{ticket_id}", f"team:{team_id}")
    if not is_history:
        expect(one.next_at for one in found)
    return len(found) + len(waiting)


def _tell(alert_ids: Sequence[int], now: datetime) -> None:
    """Publish these alerts for whom they concern; outside the receivers' hours put them off.

    One whose clock has ended or gone a step further meanwhile, or that concerns nobody, is not told.
    """
    if not alert_ids:
        return
    found = rows(_CONTEXT, {"ids": list(alert_ids)})
    hours = calendars_of(SYSTEM, {line["hours_id"] for line in found})
    by_time: dict[tuple[datetime | None, bool], list[int]] = defaultdict(list)
    for line in found:
        tell_at, is_told = _when(line, hours, now)
        if is_told:
            _warn(line)
        by_time[tell_at, is_told].append(line["id"])
    for (tell_at, is_told), ids in by_time.items():
        Alert.objects.filter(pk__in=ids).update(tell_at=tell_at, told_at=now if is_told else None)
    expect(tell_at for tell_at, is_told in by_time if not is_told)


def _when(
    line: Row, hours: Mapping[int, calendars.BusinessCalendar], now: datetime
) -> tuple[datetime | None, bool]:
    is_overtaken = line["ended_at"] is not None or line["step"] > line["percent"]
    if is_overtaken or not _receivers(line):
        return None, False
    if line["alerts_always"] or calendars.is_open(hours[line["hours_id"]], now):
        return now, True
    return calendars.next_opening(hours[line["hours_id"]], now), False


def _warn(line: Row) -> None:
    publish(
        SYSTEM,
        PromiseWarned(
            line["ticket_id"],
            line["clock_id"],
            line["promise"],
            percent=line["percent"],
            receivers=_receivers(line),
            is_late=line["is_late"],
        ),
    )


def _receivers(line: Row) -> list[int]:
    return rules.receivers(
        line["percent"], line["assignee_id"], line["supervisors"], line["manager_id"]
    )
