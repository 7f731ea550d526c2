from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.measures.shares import wilson
from balcao.measures.waiting import SHARE, is_calibrated
from balcao.register.calendars.rules import worked
from balcao.service.routing.crowd import ORDER, SINCE
from balcao.service.tickets.rules import Priority

from .. import rules
from ..hours import is_overdue, opening_hours
from .placing import QUEUED

BINS = 10
SHOWN = 25

_QUEUES = f"""
SELECT team.id, team.name, p.computed_at, p.departures, p.exposure_seconds / p.scale AS exposure_seconds,
       (p.lines -> '{Priority.NORMAL:d}' ->> 'arrivals')::int AS overtaking, p.agents_now, p.scale, p.level_low, p.level_high, p.outcomes,
       coalesce(q.waiting, 0) AS waiting, coalesce(q.unassigned, 0) AS unassigned, q.longest_since
FROM teams_team team LEFT JOIN waiting_pace p ON p.team_id = team.id
LEFT JOIN (SELECT t.team_id, count(*) AS waiting, min({SINCE}) AS longest_since,
                  count(*) FILTER (WHERE t.assignee_id IS NULL) AS unassigned
           FROM tickets_ticket t WHERE t.team_id = ANY(%(teams)s) AND {QUEUED} GROUP BY 1) q
    ON q.team_id = team.id
WHERE team.id = ANY(%(teams)s) ORDER BY team.name
"""

_LINE = f"""
SELECT t.id, t.protocol, t.subject, t.priority, t.status, t.due_at, {SINCE} AS since_at,
       w.from_at, e.high_seconds,
       coalesce(nullif(r.preferred_name, ''), r.name) AS requester,
       coalesce(nullif(a.preferred_name, ''), a.name) AS assignee
FROM tickets_ticket t JOIN people_person r ON r.id = t.requester_id
LEFT JOIN people_person a ON a.id = t.assignee_id
LEFT JOIN waiting_wait w ON w.ticket_id = t.id AND w.ended_at IS NULL
LEFT JOIN waiting_estimate e ON e.wait_id = w.id
WHERE t.team_id = %(team)s AND {QUEUED} ORDER BY {ORDER} LIMIT %(limit)s
"""

_COVERAGE = """
SELECT w.team_id, count(*) FILTER (WHERE e.is_covered IS NOT NULL) AS outcomes,
       count(*) FILTER (WHERE e.is_covered) AS covered,
       count(*) FILTER (WHERE e.waited_seconds < e.low_seconds) AS sooner,
       count(*) FILTER (WHERE e.waited_seconds > e.high_seconds) AS later,
       count(*) FILTER (WHERE e.is_closed AND e.low_seconds IS NOT NULL AND e.is_covered IS NULL)
           AS otherwise,
       count(*) FILTER (WHERE e.low_seconds IS NULL) AS untold,
       count(*) FILTER (WHERE NOT e.is_closed AND e.low_seconds IS NOT NULL) AS waiting
FROM waiting_wait w JOIN waiting_estimate e ON e.wait_id = w.id
WHERE w.team_id = ANY(%(teams)s) AND w.from_at > %(since)s AND w.from_at <= %(until)s GROUP BY 1
"""

_RANKS = """
SELECT w.team_id, least(floor(e.rank * %(bins)s)::int, %(bins)s - 1) AS bin, count(*) AS n
FROM waiting_wait w JOIN waiting_estimate e ON e.wait_id = w.id
WHERE w.team_id = ANY(%(teams)s) AND w.from_at > %(since)s AND w.from_at <= %(until)s
  AND e.rank IS NOT NULL
GROUP BY 1, 2
"""


_MOVES = """
SELECT m.team_id, date_trunc('hour', m.at) AS hour, count(*) FILTER (WHERE m.is_in) AS arrivals,
       count(*) FILTER (WHERE NOT m.is_in) AS departures
FROM (SELECT team_id, from_at AS at, true AS is_in FROM waiting_wait
      WHERE team_id = ANY(%(teams)s) AND from_at >= %(since)s AND from_at < %(until)s
      UNION ALL
      SELECT team_id, ended_at, false FROM waiting_wait
      WHERE team_id = ANY(%(teams)s) AND ended_at >= %(since)s AND ended_at < %(until)s) m
GROUP BY 1, 2
"""


def queues(actor: Actor) -> list[Row]:
    """The queue of each team one supervises now: how many wait, since when, how fast it moves."""
    return rows(_QUEUES, {"teams": actor.teams_where(Permission.SUPERVISE)})


def line(actor: Actor, team_id: int, limit: int = SHOWN) -> list[Row]:
    """Who waits in a team one supervises, first in line first; NotFound for another team.

    `bounds` are the seconds of opening hours between which their turn comes, None for unknown;
    `is_overdue` marks those who wait longer than they were told as they began, `is_passed` those
    behind whom somebody was answered meanwhile.
    """
    if team_id not in actor.teams_where(Permission.SUPERVISE):
        raise NotFound()
    pace = row(
        "SELECT lines, reached FROM waiting_pace WHERE team_id = %(team)s", {"team": team_id}
    )
    lines, reached = (pace["lines"], pace["reached"]) if pace else ({}, [])
    hours, now, passed = opening_hours(), clock.now(), 0
    told = []
    for place, found in enumerate(rows(_LINE, {"team": team_id, "limit": limit}), 1):
        turns = lines[str(found["priority"])]["turns"] if lines else []
        told.append(
            {
                **found,
                "place": place,
                "bounds": rules.bounds(turns, place - passed),
                "is_passed": _is_passed(found, reached),
                "is_overdue": is_overdue(hours, found["from_at"], found["high_seconds"], now),
            }
        )
        passed += told[-1]["is_passed"]
    return told


def _is_passed(found: Row, reached: Sequence[datetime | None]) -> bool:
    """True for who joined before somebody did who was answered since."""
    come = reached[found["priority"] - 1] if reached else None
    return come is not None and found["from_at"] is not None and found["from_at"] < come


@dataclass(frozen=True, slots=True)
class Moves:
    """Who joined and who left a line: by hour that begins so, and an hour of opening hours."""

    by_hour: Mapping[datetime, Row]
    open_seconds: float

    def an_hour(self, what: str) -> float | None:
        """The `arrivals` or `departures` an hour of opening hours; None without any such hour."""
        count = sum(line[what] for line in self.by_hour.values())
        return round(3600 * count / self.open_seconds, 1) if self.open_seconds else None


def moves(actor: Actor, since: datetime, until: datetime) -> dict[int, Moves]:
    """By team one supervises who joined its line and who left it in that time, however they did."""
    teams = actor.teams_where(Permission.SUPERVISE)
    found: dict[int, dict[datetime, Row]] = {team: {} for team in teams}
    for line in rows(_MOVES, {"teams": teams, "since": since, "until": until}):
        found[line["team_id"]][line["hour"]] = line
    opened = worked(opening_hours(), since, until).total_seconds()
    return {team: Moves(by_hour, opened) for team, by_hour in found.items()}


def coverage(actor: Actor, since: datetime, until: datetime) -> dict[int, dict[str, Any]]:
    """By team one supervises: how often waits begun in that time ended within what was told.

    `share` with its 95 % interval `low` to `high`, beside the promised `SHARE`; `verdict` is
    `kept`, `too_few` or the side it errs on. `ranks` counts outcomes by tenth of the law, evenly
    filled when the law is right. Waits that no reply ended have no outcome: `otherwise`.
    """
    told = {
        "teams": actor.teams_where(Permission.SUPERVISE),
        "since": since,
        "until": until,
        "bins": BINS,
    }
    ranks: dict[int, list[int]] = {}
    for found in rows(_RANKS, told):
        ranks.setdefault(found["team_id"], [0] * BINS)[found["bin"]] = found["n"]
    return {
        found["team_id"]: {
            **found,
            **_sure(found["covered"], found["outcomes"]),
            "ranks": ranks.get(found["team_id"], [0] * BINS),
        }
        for found in rows(_COVERAGE, told)
    }


def _sure(covered: int, outcomes: int) -> dict[str, Any]:
    low, high = wilson(covered, outcomes)
    if not outcomes:
        verdict = "too_few"
    elif high < SHARE:
        verdict = "too_narrow"
    elif low > SHARE:
        verdict = "too_wide"
    else:
        verdict = "kept" if is_calibrated(outcomes) else "too_few"
    return {
        "share": covered / outcomes if outcomes else None,
        "low": low,
        "high": high,
        "verdict": verdict,
    }
