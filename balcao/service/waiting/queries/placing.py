from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, row
from balcao.register.calendars.rules import OutOfReach
from balcao.service.routing.crowd import LOADING, ORDER
from balcao.service.tickets import scope

from .. import rules
from ..hours import hours_of, interval, is_overdue

STALE = timedelta(minutes=10)
QUEUED = f"t.waiting_since IS NOT NULL AND t.status IN {LOADING}"

# A confidential team's queue is told to its members and, of their own ticket, to its clients.
_STANDING = f"""
SELECT t.waiting_since AS since_at, p.computed_at, p.departures, p.exposure_seconds, p.scale,
       p.outcomes, p.places, k.id AS calendar_id, w.from_at, e.high_seconds,
       NOT team.is_confidential OR t.team_id = ANY(%(teams)s) OR %(system)s AS tells_figures,
       (SELECT count(*) FROM tickets_ticket q
        WHERE q.team_id = t.team_id AND {QUEUED.replace("t.", "q.")}
          AND ({ORDER.replace("t.", "q.")}) < ({ORDER})) + 1 AS place
FROM tickets_ticket t JOIN teams_team team ON team.id = t.team_id
LEFT JOIN waiting_pace p ON p.team_id = t.team_id
LEFT JOIN waiting_wait w ON w.ticket_id = t.id AND w.ended_at IS NULL
LEFT JOIN waiting_estimate e ON e.wait_id = w.id
LEFT JOIN calendars_calendar k ON k.is_default
WHERE t.id = %(ticket)s AND {QUEUED} AND {scope.VISIBLE}
  AND (NOT team.is_confidential OR t.team_id = ANY(%(teams)s) OR {scope.ASKED} OR %(system)s)
"""


class Silence(StrEnum):
    """Why no time is told: too few replies lately, too far back to say, nobody looked lately, or
    what was told as the wait began is over: who was wrong once makes up no second time."""

    OVERDUE = "overdue"
    TOO_FEW = "too_few"
    TOO_FAR = "too_far"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands in its team's queue; `window` or else `silence` says what is known.

    `departures` replies in `exposure_seconds` of opening hours with clients waiting are what it
    was learnt from; None where they are not the reader's to know.
    """

    place: int
    since_at: datetime
    window: rules.Window | None
    silence: Silence | None
    departures: int | None
    exposure_seconds: float | None
    outcomes: int | None


def standing(actor: Actor, ticket: Row) -> Standing | None:
    """The ticket's place and interval; None while its client waits for nobody.

    Counted within the team, whatever the reader may see of it; the interval is on the reader's
    wall clock, by the company's opening hours.
    """
    found = row(_STANDING, {**scope.params(actor), "ticket": ticket["id"]})
    if found is None:
        return None
    window, silence = _told(found, clock.now())
    tells = found["tells_figures"] and found["computed_at"] is not None
    return Standing(
        place=found["place"],
        since_at=found["since_at"],
        window=window,
        silence=silence,
        departures=found["departures"] if tells else None,
        exposure_seconds=found["exposure_seconds"] / found["scale"] if tells else None,
        outcomes=found["outcomes"] if tells else None,
    )


def _told(found: Row, now: datetime) -> tuple[rules.Window | None, Silence | None]:
    if found["computed_at"] is None or found["computed_at"] < now - STALE:
        return None, Silence.STALE
    hours = hours_of(found["calendar_id"])
    if is_overdue(hours, found["from_at"], found["high_seconds"], now):
        return None, Silence.OVERDUE
    if not found["places"]:
        return None, Silence.TOO_FEW
    bounds = rules.bounds(found["places"], found["place"])
    if bounds is None:
        return None, Silence.TOO_FAR
    try:
        return interval(hours, bounds, now), None
    except OutOfReach:
        return None, Silence.TOO_FAR
