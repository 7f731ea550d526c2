from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows
from balcao.measures.shares import wilson
from balcao.service.tickets import scope

_PEOPLE = """
SELECT m.team_id, m.person_id, coalesce(nullif(p.preferred_name, ''), p.name) AS called,
    (SELECT coalesce(sum(extract(epoch FROM least(coalesce(s.to_at, %(until)s::timestamptz),
                                                  %(until)s::timestamptz)
                         - greatest(s.from_at, %(since)s::timestamptz))), 0)::float
     FROM routing_stint s WHERE s.person_id = m.person_id AND s.state = 'available'
       AND s.from_at < %(until)s AND coalesce(s.to_at, %(until)s) > %(since)s) AS seconds,
    (SELECT count(*) FROM routing_skip k WHERE k.person_id = m.person_id
       AND k.team_id = m.team_id AND k.at >= %(since)s AND k.at < %(until)s) AS skipped
FROM access_membership m JOIN people_person p ON p.id = m.person_id AND p.merged_into_id IS NULL
WHERE m.team_id = ANY(%(teams)s) AND m.role IN ('agent', 'supervisor')
ORDER BY p.folded_name, p.id
"""

_GIVEN = """
SELECT team_id, person_id, act, count(*) AS n FROM routing_decision
WHERE team_id = ANY(%(teams)s) AND at >= %(since)s AND at < %(until)s AND person_id IS NOT NULL
GROUP BY 1, 2, 3
"""

_OVERFLOWED = """
SELECT team_id, count(*) AS n FROM routing_decision
WHERE team_id = ANY(%(teams)s) AND at >= %(since)s AND at < %(until)s AND act = 'overflowed'
GROUP BY 1
"""


def fairness(actor: Actor, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """For each team the actor supervises: who was given how much by the desk, beside an even share.

    Even is by the time each was available. `low` and `high` bound the true share (95 %); `verdict`
    is even, more or less, absent for who was never here and got nothing, or unknown where nothing
    was given at all.
    """
    teams = _supervised(actor)
    told = {"teams": teams, "since": since, "until": until}
    counted: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in rows(_GIVEN, told):
        counted[line["team_id"], line["person_id"]][line["act"]] += line["n"]
    overflowed = {line["team_id"]: line["n"] for line in rows(_OVERFLOWED, told)}
    people = rows(_PEOPLE, told)
    names = rows("SELECT id, name FROM teams_team WHERE id = ANY(%(teams)s) ORDER BY name", told)
    return [
        {
            "team_id": team["id"],
            "team": team["name"],
            "overflowed": overflowed.get(team["id"], 0),
            "people": _shares(
                [
                    {**each, **_counts(counted[team["id"], each["person_id"]])}
                    for each in people
                    if each["team_id"] == team["id"]
                ]
            ),
        }
        for team in names
    ]


def skips(actor: Actor, since: datetime, until: datetime, *, limit: int = 100) -> list[Row]:
    """Tickets passed on in the teams the actor supervises, newest first, and why."""
    return rows(
        f"""
        SELECT k.id, k.at, k.reason, coalesce(nullif(p.preferred_name, ''), p.name) AS person,
               t.protocol, t.subject, team.name AS team
        FROM routing_skip k JOIN tickets_ticket t ON t.id = k.ticket_id
        JOIN people_person p ON p.id = k.person_id JOIN teams_team team ON team.id = k.team_id
        WHERE k.team_id = ANY(%(supervised)s) AND k.at >= %(since)s AND k.at < %(until)s
          AND {scope.HANDLED}
        ORDER BY k.at DESC, k.id DESC LIMIT %(limit)s
        """,
        {
            **scope.params(actor),
            "supervised": _supervised(actor),
            "since": since,
            "until": until,
            "limit": limit,
        },
    )


def given(
    actor: Actor, person_id: int, since: datetime, until: datetime, *, limit: int = 200
) -> list[Row]:
    """The tickets behind a person's numbers in `fairness`, newest first, and what was decided."""
    return rows(
        f"""
        SELECT d.id, d.at, d.act, d.why, t.protocol, t.subject, t.status, team.name AS team,
               coalesce(nullif(p.preferred_name, ''), p.name) AS person
        FROM routing_decision d JOIN tickets_ticket t ON t.id = d.ticket_id
        JOIN teams_team team ON team.id = d.team_id JOIN people_person p ON p.id = d.person_id
        WHERE d.team_id = ANY(%(supervised)s) AND d.person_id = %(person)s
          AND d.at >= %(since)s AND d.at < %(until)s AND {scope.HANDLED}
        ORDER BY d.at DESC, d.id DESC LIMIT %(limit)s
        """,
        {
            **scope.params(actor),
            "supervised": _supervised(actor),
            "person": person_id,
            "since": since,
            "until": until,
            "limit": limit,
        },
    )


def _supervised(actor: Actor) -> list[int]:
    teams = actor.teams_where(Permission.SUPERVISE)
    if not teams:
        raise NotFound()
    return teams


def _counts(acts: dict[str, int]) -> dict[str, int]:
    return {"given": acts["assigned"], "returned": acts["returned"]}


def _shares(people: list[Row]) -> list[Row]:
    """Each person's share of what was given, beside what their time would make even."""
    given = sum(each["given"] for each in people)
    seconds = sum(each["seconds"] for each in people)
    shared = []
    for each in people:
        low, high = wilson(each["given"], given)
        even = each["seconds"] / seconds if seconds else None
        shared.append(
            {
                **each,
                "share": each["given"] / given if given else None,
                "even": even,
                "low": low,
                "high": high,
                "verdict": _verdict(each, low, high, even if given else None),
            }
        )
    return sorted(shared, key=lambda each: each["verdict"] == "absent")


def _verdict(each: Row, low: float, high: float, even: float | None) -> str:
    if not each["given"] and not each["seconds"]:
        return "absent"
    if even is None:
        return "unknown"
    if even < low:
        return "more"
    return "less" if even > high else "even"
