from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, NotFound
from balcao.core.sql import Row, rows
from balcao.service.routing.rules import DEFAULT_LIMIT
from balcao.service.tickets import scope
from balcao.service.tickets.narrowing import CONDITIONS, Only, moment

MOST = 300
_COUNTED = ("active", *Only)
_COLUMNS = ", ".join(
    f"count(*) FILTER (WHERE {condition}) AS {only}" for only, condition in CONDITIONS.items()
)

_TICKETS = f"""
SELECT t.team_id, t.assignee_id, count(*) AS active, {_COLUMNS} FROM tickets_ticket t
WHERE t.team_id = ANY(%(teams)s) AND t.status IN ('new', 'open', 'pending', 'on_hold')
GROUP BY 1, 2
"""

# Who has tickets of the team, or worked on them today, stands here also after they left it.
_PEOPLE = """
WITH spent AS (
    SELECT t.team_id, e.person_id, sum(e.counted_seconds + e.adjusted_seconds)::bigint AS seconds
    FROM agenda_timeentry e JOIN tickets_ticket t ON t.id = e.ticket_id
    WHERE e."on" = %(today)s AND t.team_id = ANY(%(teams)s) GROUP BY 1, 2),
there AS (
    SELECT team_id, person_id FROM access_membership
    WHERE team_id = ANY(%(teams)s) AND role IN ('agent', 'supervisor')
    UNION SELECT team_id, person_id FROM spent
    UNION SELECT team_id, assignee_id FROM tickets_ticket
    WHERE team_id = ANY(%(teams)s) AND status IN ('new', 'open', 'pending', 'on_hold')
      AND assignee_id IS NOT NULL)
SELECT w.team_id, w.person_id, coalesce(nullif(p.preferred_name, ''), p.name) AS called,
       coalesce(h.state, 'away') AS state, coalesce(s.seconds, 0) AS seconds,
       coalesce(c.at_once, r.default_limit, %(limit)s) AS at_once,
       EXISTS (SELECT FROM access_membership m WHERE m.team_id = w.team_id
               AND m.person_id = w.person_id) AS is_member
FROM there w JOIN people_person p ON p.id = w.person_id
LEFT JOIN spent s ON s.team_id = w.team_id AND s.person_id = w.person_id
LEFT JOIN routing_presence h ON h.person_id = w.person_id
LEFT JOIN routing_capacity c ON c.person_id = w.person_id AND c.channel = ''
LEFT JOIN routing_teamrouting r ON r.team_id = w.team_id
ORDER BY p.folded_name, p.id
"""

_WORKED = f"""
SELECT t.protocol, t.subject, t.status, e.person_id,
       coalesce(nullif(p.preferred_name, ''), p.name) AS called, e.counted_seconds,
       e.counted_seconds + e.adjusted_seconds AS seconds
FROM agenda_timeentry e JOIN tickets_ticket t ON t.id = e.ticket_id
JOIN people_person p ON p.id = e.person_id
WHERE e."on" = %(on)s AND t.team_id = %(team)s AND {scope.HANDLED}
  AND (%(person)s::bigint IS NULL OR e.person_id = %(person)s)
  AND e.counted_seconds + e.adjusted_seconds > 0
ORDER BY seconds DESC, e.id LIMIT %(most)s
"""


def workload(actor: Actor) -> list[dict[str, Any]]:
    """Each team the actor supervises: what it has, and what each of its people has.

    Every count is that of the desk's list with the same filter; `at_once` is how many tickets a
    person takes at once, `seconds` the time spent today. Forbidden for who supervises nobody.
    """
    teams = _supervised(actor)
    told = {"teams": teams, "limit": DEFAULT_LIMIT, "today": clock.today(), **moment()}
    counts = {(line["team_id"], line["assignee_id"]): line for line in rows(_TICKETS, told)}
    people: dict[int, list[Row]] = defaultdict(list)
    for person in rows(_PEOPLE, told):
        key = (person["team_id"], person["person_id"])
        people[person["team_id"]].append({**person, **_counts(counts.get(key))})
    names = rows("SELECT id, name FROM teams_team WHERE id = ANY(%(teams)s) ORDER BY name", told)
    return [
        {
            "team_id": team["id"],
            "team": team["name"],
            "people": people[team["id"]],
            "nobody": _counts(counts.get((team["id"], None))),
            "seconds": sum(person["seconds"] for person in people[team["id"]]),
            **_total(line for (of, _who), line in counts.items() if of == team["id"]),
        }
        for team in names
    ]


def worked(
    actor: Actor, team_id: int, on: date, *, person_id: int | None = None
) -> tuple[str, list[Row]]:
    """The tickets behind the time a supervised team, or one of its people, spent in a day."""
    if team_id not in _supervised(actor):
        raise NotFound()
    told = {**scope.params(actor), "team": team_id, "on": on, "person": person_id, "most": MOST}
    named = rows("SELECT name FROM teams_team WHERE id = %(team)s", told)
    return str(named[0]["name"]), rows(_WORKED, told)


def _supervised(actor: Actor) -> list[int]:
    teams = actor.teams_where(Permission.SUPERVISE)
    if not teams:
        raise Forbidden()
    return teams


def _counts(line: Row | None) -> dict[str, int]:
    return {str(name): line[name] if line else 0 for name in _COUNTED}


def _total(lines: Any) -> dict[str, int]:
    known = list(lines)
    return {str(name): sum(line[name] for line in known) for name in _COUNTED}
