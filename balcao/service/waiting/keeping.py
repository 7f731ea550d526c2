"""Each minute: what was told of waits that have begun, what became of those that ended, and the
pace from which pages read. One estimate a wait, shown or not, so that its coverage is no choice.

What the worker missed is made up for as it would have been told then: by the pace of the hour
in which the wait began, from what was known at that hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.sql import Row, rows, run
from balcao.measures.waiting import Flow, transform
from balcao.register.calendars.rules import BusinessCalendar, worked
from balcao.service.tickets.rules import Priority

from . import rules, turns
from .hours import opening_hours
from .models import Estimate, Pace
from .pacing import Law, law_at, reached, read_waits

HISTORY = timedelta(days=90)
AT_ONCE = 1000  # waits a team and run, so that history never holds the worker for long
FRESH = timedelta(minutes=3)

_TEAMS = """
SELECT t.id FROM teams_team t
WHERE EXISTS (SELECT FROM waiting_wait w WHERE w.team_id = t.id
              AND (w.ended_at IS NULL OR w.ended_at > %(since)s)) ORDER BY t.id
"""

_UNTOLD = """
SELECT w.id, w.from_at FROM waiting_wait w
WHERE w.team_id = %(team)s AND w.from_at > %(since)s
  AND NOT EXISTS (SELECT FROM waiting_estimate e WHERE e.wait_id = w.id)
ORDER BY w.from_at, w.id LIMIT %(most)s
"""

_OVER = """
SELECT e.id, e.turn, e.departures, e.arrivals, e.exposure_seconds, e.low_seconds,
       w.from_at, w.ended_at, w.ended_by
FROM waiting_estimate e JOIN waiting_wait w ON w.id = e.wait_id
WHERE NOT e.is_closed AND w.ended_at IS NOT NULL
"""

_CLOSE = """
UPDATE waiting_estimate e SET is_closed = true, waited_seconds = told.waited, rank = told.rank,
    is_covered = told.waited BETWEEN e.low_seconds AND e.high_seconds
FROM unnest(%(ids)s::bigint[], %(waited)s::float8[], %(ranks)s::float8[]) AS told (id, waited, rank)
WHERE e.id = told.id
"""


def keep_pace(actor: Actor) -> int:
    """Tell of every wait what can be told, and note the outcomes; how many waits were told of."""
    require(actor, Permission.ADMINISTER)
    now, hours, told = clock.now(), opening_hours(), 0
    teams = [team["id"] for team in rows(_TEAMS, {"since": now - HISTORY})]
    known = set(Pace.objects.values_list("team_id", flat=True))
    for team_id in teams:
        if team_id not in known:  # pages need not wait until its history is told
            _refresh(team_id, now, hours)
    for team_id in teams:
        told += _estimate(team_id, now, hours)
        _close(hours)
        _refresh(team_id, now, hours)
    return told


def _estimate(team_id: int, now: datetime, hours: BusinessCalendar) -> int:
    """One estimate for each wait that has none, in their order: each may teach the next."""
    untold = rows(_UNTOLD, {"team": team_id, "since": now - HISTORY, "most": AT_ONCE})
    if not untold:
        return 0
    since, until = untold[0]["from_at"], untold[-1]["from_at"]
    beside = {each.wait_id: each for each in read_waits(team_id, since, until)}
    passed = turns.passed_over(beside.values(), Priority, reached(team_id, since))
    places, ahead = turns.places(beside.values()), turns.places(beside.values(), passed)
    kept = Pace.objects.filter(team_id=team_id).first()
    for at, together in _by_pace(kept, untold):
        shown = kept is not None and at == kept.computed_at
        law = _kept(kept) if kept and shown else law_at(team_id, at, hours)
        joined = [beside[line["id"]] for line in together if line["id"] in beside]
        Estimate.objects.bulk_create(
            [_told(law, each, places[each.wait_id], ahead[each.wait_id]) for each in joined],
            ignore_conflicts=True,
        )
        _close(hours)
    return len(untold)


def _by_pace(kept: Pace | None, untold: Sequence[Row]) -> list[tuple[datetime, list[Row]]]:
    """The waits with the instant of the pace by which each was told, or would have been."""
    groups: dict[datetime, list[Row]] = {}
    for line in untold:
        joined = line["from_at"]
        at = joined.replace(minute=0, second=0, microsecond=0)
        if kept is not None and kept.computed_at <= joined <= kept.computed_at + FRESH:
            at = kept.computed_at
        groups.setdefault(at, []).append(line)
    return sorted(groups.items(), key=lambda group: group[0])


def _kept(pace: Pace) -> Law:
    """The law as pages have shown it."""
    lines = {int(priority): line for priority, line in pace.lines.items()}
    return Law(
        departures=pace.departures,
        exposure_seconds=pace.exposure_seconds,
        standing=0,
        arrivals={priority: pace.scale * line["arrivals"] for priority, line in lines.items()},
        reached={},
        agents_now=pace.agents_now,
        scale=pace.scale,
        level_low=pace.level_low,
        level_high=pace.level_high,
        outcomes=pace.outcomes,
    )


def _told(law: Law, wait: turns.Stood, place: int, turn: int) -> Estimate:
    fresh = Estimate(
        wait_id=wait.wait_id,
        place=place,
        turn=turn,
        departures=law.departures,
        arrivals=law.arrivals.get(wait.priority, 0.0),
        exposure_seconds=law.exposure_seconds,
    )
    if bounds := law.bounds(wait.priority, turn):
        fresh.low_seconds, fresh.high_seconds = bounds
    return fresh


def _close(hours: BusinessCalendar) -> None:
    """Note what became of the estimates whose waits are over; only a reply is an outcome."""
    over = rows(_OVER)
    if not over:
        return
    outcomes = [_outcome(line, hours) for line in over]
    run(
        _CLOSE,
        {
            "ids": [line["id"] for line in over],
            "waited": [waited for waited, _rank in outcomes],
            "ranks": [rank for _waited, rank in outcomes],
        },
    )


def _outcome(line: Row, hours: BusinessCalendar) -> tuple[float | None, float | None]:
    """How long it took in opening hours, and its rank under the law; neither without a reply."""
    if line["ended_by"] != rules.End.ANSWERED or line["low_seconds"] is None:
        return None, None
    waited = worked(hours, line["from_at"], line["ended_at"]).total_seconds()
    flow = Flow(line["departures"], line["arrivals"], line["exposure_seconds"])
    return waited, transform(line["turn"], flow, waited)


def _refresh(team_id: int, now: datetime, hours: BusinessCalendar) -> None:
    """What pages read, until the next look."""
    law = law_at(team_id, now, hours)
    Pace.objects.update_or_create(
        team_id=team_id,
        defaults={
            "computed_at": now,
            "departures": law.departures,
            "exposure_seconds": law.exposure_seconds,
            "reached": [law.reached.get(priority) for priority in Priority],
            "agents_now": law.agents_now,
            "scale": law.scale,
            "level_low": law.level_low,
            "level_high": law.level_high,
            "outcomes": law.outcomes,
            "lines": law.lines(),
        },
    )
