from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, row
from balcao.measures.waiting import FEWEST_DEPARTURES
from balcao.register.calendars.rules import OutOfReach
from balcao.service.routing.crowd import LOADING, ORDER
from balcao.service.tickets import scope
from balcao.service.tickets.rules import Priority

from .. import rules
from ..hours import hours_of, interval, is_overdue

STALE = timedelta(minutes=10)
QUEUED = f"t.waiting_since IS NOT NULL AND t.status IN {LOADING}"


def _of(other: str) -> str:
    """The order of another ticket of the line, to be told from the one asked about."""
    return ORDER.replace("t.", f"{other}.")


# A confidential team's queue is told to its members and, of their own ticket, to its clients.
# Who was passed over joined before the queue had come to where it is; by priority, urgent furthest.
_STANDING = f"""
SELECT t.waiting_since AS since_at, t.priority, p.computed_at, p.departures, p.exposure_seconds,
       p.scale, p.agents_now, p.outcomes, p.lines -> t.priority::text AS told,
       k.id AS calendar_id, w.from_at, e.high_seconds,
       NOT team.is_confidential OR t.team_id = ANY(%(teams)s) OR %(system)s AS tells_figures,
       (SELECT count(*) FROM tickets_ticket q
        WHERE q.team_id = t.team_id AND {QUEUED.replace("t.", "q.")}
          AND ({_of("q")}) < ({ORDER})) + 1 AS place,
       (SELECT count(*) FROM waiting_wait x JOIN tickets_ticket q ON q.id = x.ticket_id
        WHERE x.team_id = t.team_id AND x.ended_at IS NULL
          AND x.from_at < p.reached[{Priority.URGENT:d}] AND x.from_at < p.reached[q.priority]
          AND {QUEUED.replace("t.", "q.")} AND ({_of("q")}) < ({ORDER})) AS passed
FROM tickets_ticket t JOIN teams_team team ON team.id = t.team_id
LEFT JOIN waiting_pace p ON p.team_id = t.team_id
LEFT JOIN waiting_wait w ON w.ticket_id = t.id AND w.ended_at IS NULL
LEFT JOIN waiting_estimate e ON e.wait_id = w.id
LEFT JOIN calendars_calendar k ON k.is_default
WHERE t.id = %(ticket)s AND {QUEUED} AND {scope.VISIBLE}
  AND (NOT team.is_confidential OR t.team_id = ANY(%(teams)s) OR {scope.ASKED} OR %(system)s)
"""


class Silence(StrEnum):
    """Why no time is told: too few replies lately, those who go before come as fast as anybody
    leaves, too far back to say, nobody looked lately, or what was told as the wait began is over:
    who was wrong once makes up no second time."""

    OVERDUE = "overdue"
    TOO_FEW = "too_few"
    OUTRUN = "outrun"
    TOO_FAR = "too_far"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Known:
    """What an interval was learnt from: who left the line, and who went before, in opening hours
    with somebody in line; who stands before one and was passed over; who is available now, and
    how much longer than lately that makes it; and how many outcomes keep it honest."""

    departures: int
    arrivals: int
    exposure_seconds: float
    passed: int
    agents: int
    scale: float
    outcomes: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands in its team's queue; `window` or else `silence` says what is known.

    `known` is None where it is not the reader's to know.
    """

    place: int
    since_at: datetime
    window: rules.Window | None
    silence: Silence | None
    known: Known | None


def standing(actor: Actor, ticket: Row) -> Standing | None:
    """The ticket's place and interval; None while its client waits for nobody.

    Counted within the team, whatever the reader may see of it; the interval is on the reader's
    wall clock, by the company's opening hours.
    """
    found = row(_STANDING, {**scope.params(actor), "ticket": ticket["id"]})
    if found is None:
        return None
    window, silence = _told(found, clock.now())
    return Standing(
        place=found["place"],
        since_at=found["since_at"],
        window=window,
        silence=silence,
        known=_known(found) if found["tells_figures"] and found["told"] else None,
    )


def _known(found: Row) -> Known:
    return Known(
        departures=found["departures"],
        arrivals=found["told"]["arrivals"],
        exposure_seconds=found["exposure_seconds"] / found["scale"],
        passed=found["passed"],
        agents=found["agents_now"],
        scale=found["scale"],
        outcomes=found["outcomes"],
    )


def _told(found: Row, now: datetime) -> tuple[rules.Window | None, Silence | None]:
    if not found["told"] or found["computed_at"] < now - STALE:
        return None, Silence.STALE
    hours = hours_of(found["calendar_id"])
    if is_overdue(hours, found["from_at"], found["high_seconds"], now):
        return None, Silence.OVERDUE
    silence = _silent(found["told"], found["departures"])
    if silence is not None:
        return None, silence
    bounds = rules.bounds(found["told"]["turns"], found["place"] - found["passed"])
    if bounds is None:
        return None, Silence.TOO_FAR
    try:
        return interval(hours, bounds, now), None
    except OutOfReach:
        return None, Silence.TOO_FAR


def _silent(told: Row, departures: int) -> Silence | None:
    """Why nothing is told of this priority, wherever in the line."""
    if told["is_outrun"]:
        return Silence.OUTRUN
    return Silence.TOO_FEW if departures < FEWEST_DEPARTURES else None
