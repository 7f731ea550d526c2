"""How fast a team's queue moves, at any instant from what was known by then: for the worker alone.

The intervals need scipy, whose memory no process that serves pages should pay for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from balcao.core.sql import Row, rows
from balcao.measures.waiting import FEWEST_DEPARTURES, LATEST_OUTCOMES, Flow, levels, time_to_turn
from balcao.register.calendars.rules import BusinessCalendar, is_open, worked
from balcao.service.tickets.rules import Priority

from . import rules, turns

WINDOW = timedelta(days=14)
MOST_DEPARTURES = 300
MOST_ENDS = 1000  # read of a team, those who were passed over included

_WAITS = """
SELECT w.id, w.ticket_id, t.priority, w.since_at, w.from_at, w.ended_at, w.ended_by
FROM waiting_wait w JOIN tickets_ticket t ON t.id = w.ticket_id
WHERE w.team_id = %(team)s AND w.from_at <= %(until)s
  AND (w.ended_at IS NULL OR w.ended_at > %(since)s)
"""

# Where the window begins that holds so many ends; earlier ones tell less of the pace now.
_BEGINS = """
SELECT ended_at FROM waiting_wait
WHERE team_id = %(team)s AND ended_at <= %(at)s AND ended_at > %(since)s
ORDER BY ended_at DESC OFFSET %(most)s LIMIT 1
"""

_REACHED = """
SELECT t.priority, max(w.since_at) AS since_at
FROM (SELECT ticket_id, since_at FROM waiting_wait
      WHERE team_id = %(team)s AND ended_by = 'answered' AND ended_at <= %(at)s
      ORDER BY ended_at DESC LIMIT %(most)s) w
JOIN tickets_ticket t ON t.id = w.ticket_id GROUP BY 1
"""

_RANKS = """
SELECT e.rank FROM waiting_wait w JOIN waiting_estimate e ON e.wait_id = w.id
WHERE w.team_id = %(team)s AND w.ended_by = 'answered' AND w.ended_at <= %(at)s
  AND e.rank IS NOT NULL
ORDER BY w.ended_at DESC LIMIT %(most)s
"""

_STINTS = """
SELECT greatest(s.from_at, %(since)s) AS from_at, least(coalesce(s.to_at, %(at)s), %(at)s) AS to_at,
       s.from_at <= %(at)s AND (s.to_at IS NULL OR s.to_at > %(at)s) AS is_now
FROM routing_stint s JOIN access_membership m ON m.person_id = s.person_id
WHERE m.team_id = %(team)s AND m.role IN ('agent', 'supervisor') AND s.state = 'available'
  AND s.from_at < %(at)s AND (s.to_at IS NULL OR s.to_at > %(since)s)
"""


@dataclass(frozen=True, slots=True)
class Law:
    """What is known of a queue at an instant.

    `exposure_seconds` and `arrivals`, which are by the priority they go before, are already scaled
    to who is here now: as many come in that longer or shorter time. `standing`
    is who stood there then, `reached` how far the queue has come by priority.
    """

    departures: int
    exposure_seconds: float
    standing: int
    arrivals: Mapping[int, float]
    reached: Mapping[int, datetime]
    agents_now: int
    scale: float
    level_low: float
    level_high: float
    outcomes: int

    @property
    def says_something(self) -> bool:
        """False under five departures: too few to say."""
        return self.departures >= FEWEST_DEPARTURES and self.exposure_seconds > 0

    def flow(self, priority: int) -> Flow:
        """The departures, and the arrivals that go before this priority."""
        return Flow(self.departures, self.arrivals.get(priority, 0.0), self.exposure_seconds)

    def bounds(self, priority: int, turn: int) -> tuple[float, float] | None:
        """Between how many seconds of opening hours the turn comes, so many departures from now.

        None where that can't be said: too few departures, too many who go before, or so many that
        the turn may never come.
        """
        if not self.says_something or (flow := self.flow(priority)).is_outrun:
            return None
        low, high = (time_to_turn(turn, flow, level) for level in (self.level_low, self.level_high))
        return (low, high) if isfinite(high) else None

    def lines(self) -> dict[str, dict[str, Any]]:
        """By priority what pages read: who goes before, and the intervals."""
        return {
            str(int(priority)): {
                "arrivals": round(self.arrivals.get(priority, 0.0) / self.scale),
                "is_outrun": self.says_something and self.flow(priority).is_outrun,
                "turns": self._turns(priority),
            }
            for priority in Priority
        }

    def _turns(self, priority: int) -> list[tuple[int, float, float]]:
        found = []
        for turn in rules.turns_told(self.standing):
            told = self.bounds(priority, turn)
            if told is None:
                break
            found.append((turn, round(told[0], 1), round(told[1], 1)))
        return found


def law_at(team_id: int, at: datetime, hours: BusinessCalendar) -> Law:
    """How fast the team's queue moved by that instant, from nothing that came later."""
    told = {"team": team_id, "at": at, "most": MOST_ENDS}
    begins = rows(_BEGINS, {**told, "since": at - WINDOW})
    start = begins[0]["ended_at"] if begins else at - WINDOW
    waits = read_waits(team_id, start, at, known_at=at)
    passed = turns.passed_over(waits, Priority, reached(team_id, start))
    left = [end for end in turns.departures(waits, passed, start) if is_open(hours, end)]
    if len(left) >= MOST_DEPARTURES:
        start, left = left[MOST_DEPARTURES - 1], left[: MOST_DEPARTURES - 1]
    busy = turns.busy(waits, passed, start, at)
    joined = turns.arrivals(waits, busy)
    agents_now, scale = _agents(team_id, start, at, hours)
    ranks = [line["rank"] for line in rows(_RANKS, {**told, "most": LATEST_OUTCOMES})]
    low, high = levels(ranks)
    return Law(
        departures=len(left),
        exposure_seconds=_worked(hours, busy) * scale,
        standing=sum(wait.ended_at is None for wait in waits),
        arrivals={each: scale * turns.overtaking(joined, each) for each in Priority},
        reached=passed.reached,
        agents_now=agents_now,
        scale=scale,
        level_low=low,
        level_high=high,
        outcomes=len(ranks),
    )


def read_waits(
    team_id: int, since: datetime, until: datetime, known_at: datetime | None = None
) -> list[turns.Stood]:
    """The waits of a team that lasted into that time, as they stood at `known_at`."""
    found = rows(_WAITS, {"team": team_id, "since": since, "until": until})
    return [_stood(line, known_at) for line in found]


def _stood(line: Row, known_at: datetime | None) -> turns.Stood:
    ended_at = line["ended_at"]
    if known_at is not None and ended_at is not None and ended_at > known_at:
        ended_at = None
    return turns.Stood(
        wait_id=line["id"],
        ticket_id=line["ticket_id"],
        priority=line["priority"],
        since_at=line["since_at"],
        from_at=line["from_at"],
        ended_at=ended_at,
        is_answered=line["ended_by"] == rules.End.ANSWERED,
    )


def reached(team_id: int, at: datetime) -> dict[int, datetime]:
    """How far the queue had come by priority: since when the latest of those answered had waited."""
    found = rows(_REACHED, {"team": team_id, "at": at, "most": MOST_DEPARTURES})
    return {
        priority: max(come)
        for priority in Priority
        if (come := [line["since_at"] for line in found if line["priority"] <= priority])
    }


def _agents(
    team_id: int, since: datetime, at: datetime, hours: BusinessCalendar
) -> tuple[int, float]:
    """Who is available now, and by how much that stretches time beside those of the window."""
    stints = rows(_STINTS, {"team": team_id, "since": since, "at": at})
    now = sum(line["is_now"] for line in stints)
    open_seconds = _worked(hours, [(since, at)])
    if not now or not open_seconds:
        return now, 1.0
    present = _worked(hours, ((line["from_at"], line["to_at"]) for line in stints))
    return now, rules.scale(present / open_seconds, now)


def _worked(hours: BusinessCalendar, spans: Iterable[tuple[datetime, datetime]]) -> float:
    return sum((worked(hours, start, end) for start, end in spans), timedelta()).total_seconds()
