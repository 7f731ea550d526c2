"""How fast a team's queue moves, at any instant from what was known by then: for the worker alone.

The intervals need scipy, whose memory no process that serves pages should pay for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from balcao.core.sql import Row, row, rows
from balcao.measures.waiting import (
    FEWEST_DEPARTURES,
    LATEST_OUTCOMES,
    levels,
    time_to_nth,
)
from balcao.register.calendars.rules import BusinessCalendar, is_open, worked

from . import rules

WINDOW = timedelta(days=14)
MOST_DEPARTURES = 300

# Busy is when at least one client waited: how fast a team would have been with nobody there
# can't be seen. From so many departures on, the window begins at the first of them.
_SEEN = """
WITH latest AS (
    SELECT w.ended_at FROM waiting_wait w
    WHERE w.team_id = %(team)s AND w.ended_by = 'answered'
      AND w.ended_at <= %(at)s AND w.ended_at > %(since)s
    ORDER BY w.ended_at DESC LIMIT %(most)s
), span AS (
    SELECT CASE WHEN count(*) = %(most)s THEN min(ended_at) ELSE %(since)s::timestamptz END AS from_at
    FROM latest
), busy AS (
    SELECT unnest(range_agg(tstzrange(greatest(w.from_at, span.from_at),
                                      least(coalesce(w.ended_at, %(at)s), %(at)s)))) AS told
    FROM waiting_wait w, span
    WHERE w.team_id = %(team)s AND w.from_at < %(at)s
      AND (w.ended_at IS NULL OR w.ended_at > span.from_at)
)
SELECT span.from_at,
       ARRAY(SELECT ended_at FROM latest WHERE ended_at > span.from_at) AS departures,
       ARRAY(SELECT lower(told) FROM busy ORDER BY told) AS begins,
       ARRAY(SELECT upper(told) FROM busy ORDER BY told) AS ends
FROM span
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
    """What is known of a queue at an instant: `exposure_seconds` already scaled to who is here now."""

    departures: int
    exposure_seconds: float
    agents_now: int
    scale: float
    level_low: float
    level_high: float
    outcomes: int

    @property
    def says_something(self) -> bool:
        """False under five replies: too few to say."""
        return self.departures >= FEWEST_DEPARTURES and self.exposure_seconds > 0

    def bounds(self, place: int) -> tuple[float, float]:
        """Between how many seconds of opening hours the turn of this place comes."""
        low, high = (
            time_to_nth(place, self.departures, self.exposure_seconds, level)
            for level in (self.level_low, self.level_high)
        )
        return low, high

    def table(self) -> list[tuple[int, float, float]]:
        """Place, low and high, for every place that is told; empty when there is too little."""
        if not self.says_something:
            return []
        told = ((place, self.bounds(place)) for place in rules.PLACES)
        return [(place, round(low, 1), round(high, 1)) for place, (low, high) in told]


def law_at(team_id: int, at: datetime, hours: BusinessCalendar) -> Law:
    """How fast the team's queue moved by that instant, from nothing that came later."""
    told = {"team": team_id, "at": at, "since": at - WINDOW, "most": MOST_DEPARTURES}
    seen = row(_SEEN, told)
    assert seen is not None
    departures = sum(is_open(hours, instant) for instant in seen["departures"])
    exposure = _worked(hours, zip(seen["begins"], seen["ends"], strict=True))
    agents_now, scale = _agents(team_id, seen["from_at"], at, hours)
    ranks = [line["rank"] for line in rows(_RANKS, {**told, "most": LATEST_OUTCOMES})]
    low, high = levels(ranks)
    return Law(departures, exposure * scale, agents_now, scale, low, high, len(ranks))


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


def stood(lines: Sequence[Row]) -> list[rules.Stood]:
    """Rows of waits as the rule of places takes them; `priority` is the ticket's."""
    return [
        rules.Stood(
            line["id"],
            (-line["priority"], line["since_at"], line["ticket_id"]),
            line["from_at"],
            line["ended_at"],
        )
        for line in lines
    ]
