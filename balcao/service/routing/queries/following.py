from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.sql import Row, row, rows

from ..crowd import LOADING, ORDER, SINCE, needs_of, rules_of
from ..next_best import DUE_SOON, Waiting, next_best
from ..rules import SKIP_LASTS

NEAREST = 50
_PRESSING = f"ORDER BY {ORDER} LIMIT {NEAREST}"

_WAITING = f"""
WITH found AS (
    SELECT t.id FROM unnest(%(teams)s::bigint[]) AS mine(team)
    CROSS JOIN LATERAL (SELECT t.id FROM tickets_ticket t WHERE t.team_id = mine.team
        AND t.assignee_id IS NULL AND t.status IN {LOADING} {_PRESSING}) t
    UNION SELECT t.id FROM unnest(%(teams)s::bigint[]) AS mine(team)
    CROSS JOIN LATERAL (SELECT t.id FROM tickets_ticket t WHERE t.team_id = mine.team
        AND t.assignee_id IS NULL AND t.status IN {LOADING} AND t.due_at <= %(soon)s
        ORDER BY t.due_at, t.id LIMIT {NEAREST}) t
    UNION (SELECT t.id FROM tickets_ticket t
        WHERE t.assignee_id = %(me)s AND t.status IN {LOADING} AND t.waiting_since IS NOT NULL
          AND t.team_id = ANY(%(teams)s) {_PRESSING})
)
SELECT t.id, t.team_id, t.kind, t.channel, t.priority, t.due_at, {SINCE} AS since_at,
       t.assignee_id IS NOT NULL AS is_mine, p.language
FROM found JOIN tickets_ticket t USING (id) JOIN people_person p ON p.id = t.requester_id
WHERE t.requester_id <> %(me)s AND NOT EXISTS (SELECT FROM routing_skip s WHERE s.ticket_id = t.id
                  AND s.person_id = %(me)s AND s.at > %(skipped_since)s)
"""

_SHOWN = f"""
SELECT t.id, t.protocol, t.subject, t.status, t.priority, t.kind, t.due_at, t.assignee_id, t.human_asked_at,
       {SINCE} AS since_at, team.name AS team,
       coalesce(nullif(r.preferred_name, ''), r.name) AS requester,
       (SELECT left(m.body, 300) FROM tickets_message m
        WHERE m.ticket_id = t.id AND m.kind = 'incoming' ORDER BY m.id DESC LIMIT 1) AS preview
FROM tickets_ticket t JOIN teams_team team ON team.id = t.team_id
JOIN people_person r ON r.id = t.requester_id WHERE t.id = %(id)s
"""


def next_ticket(actor: Actor) -> Row | None:
    """The ticket the actor should take up next, with what speaks for it (`pulls`); None if none.

    Of what waits in the teams they answer for and of their own whose client waits, but for what
    they passed on today or asked themselves.
    """
    teams = actor.teams_where(Permission.REPLY)
    now = clock.now()
    found = rows(
        _WAITING,
        {
            "teams": teams,
            "me": actor.me,
            "soon": now + DUE_SOON,
            "skipped_since": now - SKIP_LASTS,
        },
    )
    best = next_best(_weighed(actor, teams, found), now)
    if best is None:
        return None
    shown = row(_SHOWN, {"id": best.ticket_id})
    return shown and {**shown, "pulls": best.pulls}


def _weighed(actor: Actor, teams: list[int], found: list[Row]) -> list[Waiting]:
    rules = rules_of(teams)
    skills = {
        line["skill_id"]: line["level"]
        for line in rows(
            "SELECT skill_id, level FROM routing_personskill WHERE person_id = %(me)s",
            {"me": actor.me},
        )
    }
    weighed = []
    for line in found:
        wanted = needs_of(rules[line["team_id"]], line).skills if line["team_id"] in rules else {}
        able = all(skills.get(skill, 0) >= level for skill, level in wanted.items())
        weighed.append(
            Waiting(
                ticket_id=line["id"],
                priority=line["priority"],
                since_at=line["since_at"],
                due_at=line["due_at"],
                is_mine=line["is_mine"],
                fits=bool(wanted) and able,
                lacks=not able,
            )
        )
    return weighed
