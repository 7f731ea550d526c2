"""What each figure counts, once, in SQL: totals, breakdowns and the rows behind them read the same.

Every source gives ticket_id, id, team_id, side, at, promise, is_kept and seconds. The team is the
one the ticket is with now: a ticket that went to a confidential team leaves every figure of others.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from balcao.core.actor import SYSTEM
from balcao.register.calendars import rules as calendars
from balcao.register.calendars.queries import calendar_for, calendar_of

from .rules import Figure, Period

# A first reply may end a wait that began before the period; a longer one counts from there.
LONGEST_WAIT = timedelta(days=366)

_TICKETS = """
SELECT t.id AS ticket_id, t.id, t.team_id, t.side, t.{at} AS at,
       NULL::text AS promise, NULL::boolean AS is_kept, NULL::float8 AS seconds
FROM tickets_ticket t WHERE t.{at} >= %(since)s AND t.{at} < %(until)s"""

_REPLIES = """
SELECT t.id AS ticket_id, m.id, t.team_id, t.side, m.created_at AS at,
       NULL::text AS promise, NULL::boolean AS is_kept, NULL::float8 AS seconds
FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id
WHERE m.kind = 'outgoing' AND m.created_at >= %(since)s AND m.created_at < %(until)s"""

# Kept and broken are as in balcao.service.sla.queries.attainment; a test holds them to it.
_PROMISES = """
SELECT t.id AS ticket_id, c.id, t.team_id, p.side, c.decided_at AS at,
       c.promise::text, c.breached_at IS NULL AS is_kept, NULL::float8 AS seconds
FROM sla_clock c JOIN sla_policy p ON p.id = c.policy_id JOIN tickets_ticket t ON t.id = c.ticket_id
WHERE c.decided_at >= %(since)s AND c.decided_at < %(until)s"""

_FIRST_REPLIES = """
SELECT t.id AS ticket_id, t.id, t.team_id, t.side, f.at,
       NULL::text AS promise, NULL::boolean AS is_kept, {seconds} AS seconds
FROM (SELECT m.ticket_id, min(m.created_at) AS at FROM tickets_message m
      WHERE m.kind = 'outgoing' AND m.created_at >= %(since)s AND m.created_at < %(until)s
      GROUP BY 1) f
JOIN tickets_ticket t ON t.id = f.ticket_id
WHERE t.created_at >= %(since)s OR NOT EXISTS (SELECT FROM tickets_message e
      WHERE e.ticket_id = t.id AND e.kind = 'outgoing' AND e.created_at < %(since)s)"""

# Time is kept by day of the company's zone, so it stands at the beginning of its day.
_TIME = """
SELECT t.id AS ticket_id, e.id, t.team_id, t.side, e."on"::timestamp AT TIME ZONE %(zone)s AS at,
       NULL::text AS promise, NULL::boolean AS is_kept,
       (e.counted_seconds + e.adjusted_seconds)::float8 AS seconds
FROM agenda_timeentry e JOIN tickets_ticket t ON t.id = e.ticket_id
WHERE e."on" BETWEEN %(first)s AND %(last)s AND e.counted_seconds + e.adjusted_seconds > 0"""

# Open seconds from the first opening to an instant: all openings before, and its own so far.
_OPEN_UNTIL = """coalesce((SELECT (%(before)s::float8[])[k]
    + least(extract(epoch FROM {at})::float8, (%(closes)s::float8[])[k]) - (%(opens)s::float8[])[k]
    FROM (SELECT width_bucket(extract(epoch FROM {at})::float8, %(opens)s::float8[]) AS k) o), 0)"""
_WAITED = f"{_OPEN_UNTIL.format(at='f.at')} - {_OPEN_UNTIL.format(at='t.created_at')}"

COUNTED = {
    Figure.PROMISES: _PROMISES,
    Figure.OPENED: _TICKETS.format(at="created_at"),
    Figure.SOLVED: _TICKETS.format(at="resolved_at"),
    Figure.REPLIES: _REPLIES,
    Figure.FIRST_REPLIES: _FIRST_REPLIES.format(seconds="NULL::float8"),
    Figure.TIME: _TIME,
}
MEASURED = {**COUNTED, Figure.FIRST_REPLIES: _FIRST_REPLIES.format(seconds=_WAITED)}


def span(period: Period) -> dict[str, Any]:
    """The parameters of every source in COUNTED."""
    return {
        "since": period.since,
        "until": period.until,
        "zone": period.zone,
        "first": period.first,
        "last": period.last,
    }


def opening_hours(period: Period) -> tuple[str, dict[str, Any]]:
    """The name of the company's own calendar, and the further parameters of MEASURED from it.

    Without a calendar the counter never closes, and the name is empty.
    """
    found = calendar_for(SYSTEM)
    if found is None:
        return "", _running_sums([(datetime.fromtimestamp(0, period.until.tzinfo), period.until)])
    calendar = calendar_of(SYSTEM, found)
    ledger = calendars.ledger(calendar, period.since - LONGEST_WAIT, period.until)
    running = [i for i in ledger if i.state is calendars.State.RUNNING]
    return calendar.name, _running_sums([(i.from_at, i.to_at) for i in running])


def _running_sums(openings: list[tuple[datetime, datetime]]) -> dict[str, list[float]]:
    told: dict[str, list[float]] = {"opens": [], "closes": [], "before": []}
    passed = 0.0
    for opened, closed in openings:
        told["opens"].append(opened.timestamp())
        told["closes"].append(closed.timestamp())
        told["before"].append(passed)
        passed += (closed - opened).total_seconds()
    return told
