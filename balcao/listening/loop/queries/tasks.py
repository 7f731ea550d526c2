from __future__ import annotations

from datetime import datetime
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, row, rows
from balcao.listening.surveys import queries as surveys
from balcao.service.tickets import scope as ticket_scope

from .. import owners, scope

LISTED = 30
COUNTED = 1000
SHOWN = ("open", "late", "done", "all")

_FROM = """
FROM loop_task k JOIN surveys_survey s ON s.id = k.survey_id
LEFT JOIN teams_team team ON team.id = k.team_id
LEFT JOIN people_person o ON o.id = k.owner_id
LEFT JOIN answers_answer a ON a.id = k.answer_id
LEFT JOIN asking_invited i ON i.id = a.invited_id
LEFT JOIN people_person p ON p.id = i.person_id
LEFT JOIN surveys_question q ON q.id = k.question_id
LEFT JOIN tickets_ticket t ON t.id = k.ticket_id
LEFT JOIN answers_answer b ON b.invited_id = k.follow_up_id
LEFT JOIN loop_followupsurvey f ON f.survey_id = b.survey_id
LEFT JOIN themes_theme m ON m.id = k.theme_id
LEFT JOIN asking_wave w ON w.id = k.wave_id
"""
CALLED = "coalesce(nullif({0}.preferred_name, ''), {0}.name)"
_COLUMNS = f"""
k.id, k.survey_id, s.name AS survey, s.side, k.when, k.kind, k.score, k.threshold, k.wave_id,
w.number AS wave, m.names AS theme, q.words AS question, k.cut, k.value, k.team_id, team.name AS team, k.owner_id, {CALLED.format("o")} AS owner,
k.state, k.opened_at, k.warn_at, k.due_at, k.late_at, k.touched_at, k.ended_at,
{CALLED.format("p")} AS who, i.person_id, t.protocol,
coalesce(k.ended_at, %(now)s) >= k.due_at AS is_late,
jsonb_array_length(coalesce(k.playbook->'steps', '[]')) AS steps, cardinality(k.ticked) AS ticked,
k.follow_up_id IS NOT NULL AS is_asked_back, (b.values ->> f.question_id::text)::int AS solved
"""
_WHICH = {
    "open": "k.ended_at IS NULL",
    "late": "k.ended_at IS NULL AND k.due_at <= %(now)s",
    "done": "k.ended_at IS NOT NULL",
    "all": "true",
}


def tasks(
    actor: Actor,
    *,
    show: str = "open",
    is_mine: bool = False,
    team_id: int | None = None,
    survey_id: int | None = None,
    cursor: str = "",
    limit: int = LISTED,
) -> tuple[list[Row], str | None]:
    """The tasks one may read, what is due first in front (of the ended ones the latest), and the
    next cursor."""
    limit = max(1, min(limit, 100))
    is_ended = show == "done"
    place, order = ("k.ended_at", "DESC") if is_ended else ("k.due_at", "ASC")
    params = {**_params(actor), "limit": limit + 1, "team": team_id, "survey": survey_id}
    after = ""
    if cursor:
        params["at"], params["id"] = read_cursor(cursor)
        after = f"AND ({place}, k.id) {'<' if is_ended else '>'} (%(at)s, %(id)s)"
    found = rows(
        f"""
        SELECT {_COLUMNS} {_FROM}
        WHERE {scope.READ} AND {_WHICH.get(show, _WHICH["open"])} {after}
            AND (NOT %(mine)s OR k.owner_id = %(me)s::bigint)
            AND (%(team)s::bigint IS NULL OR k.team_id = %(team)s::bigint)
            AND (%(survey)s::bigint IS NULL OR k.survey_id = %(survey)s::bigint)
        ORDER BY {place} {order}, k.id {order} LIMIT %(limit)s
        """,
        {**params, "mine": is_mine},
    )
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], write_cursor(last["ended_at"] if is_ended else last["due_at"], last["id"])


def counts(actor: Actor) -> dict[str, int]:
    """How many are open, late, and open and one's own; 1000 means more."""
    found = row(
        f"""
        SELECT count(*) FILTER (WHERE told.is_mine) AS mine, count(*) AS open,
            count(*) FILTER (WHERE told.is_late) AS late
        FROM (SELECT k.owner_id = %(me)s::bigint AS is_mine, k.due_at <= %(now)s AS is_late
            FROM loop_task k JOIN surveys_survey s ON s.id = k.survey_id
            LEFT JOIN teams_team team ON team.id = k.team_id
            WHERE {scope.READ} AND k.ended_at IS NULL ORDER BY k.due_at LIMIT {COUNTED}) told
        """,
        _params(actor),
    )
    return {name: found[name] or 0 for name in ("mine", "open", "late")} if found else {}


def due(actor: Actor, until: datetime) -> int:
    """How many of one's own tasks are due before an instant; 100 means more."""
    found = row(
        f"""
        SELECT count(*) AS n FROM (SELECT FROM loop_task k
            JOIN surveys_survey s ON s.id = k.survey_id LEFT JOIN teams_team team ON team.id = k.team_id
            WHERE k.owner_id = %(me)s::bigint AND k.ended_at IS NULL AND k.due_at < %(until)s
                AND {scope.READ} LIMIT 100) due
        """,
        {**_params(actor), "until": until},
    )
    return int(found["n"]) if found else 0


def teams(actor: Actor) -> list[Row]:
    """The teams of the tasks one may read, by name."""
    return rows(
        f"""
        SELECT team.id, team.name FROM teams_team team WHERE EXISTS (
            SELECT FROM loop_task k JOIN surveys_survey s ON s.id = k.survey_id
            WHERE k.team_id = team.id AND {scope.READ})
        ORDER BY team.name
        """,
        _params(actor),
    )


def task(actor: Actor, task_id: int) -> Row:
    """One task with all that whoever does it needs; NotFound outside the scope.

    `handles` says whether the reader may open its ticket, `address` where the respondent was asked.
    """
    found = row(
        f"""
        SELECT {_COLUMNS}, k.what_done, k.playbook, k.ticked AS ticks, k.warned_at, k.follow_up_id,
            {scope.ARRANGED} AS may_arrange, t.id IS NOT NULL AND {ticket_scope.HANDLED} AS handles,
            h.value AS address, a.id AS answer_id, a.values, a.answered_at, a.channel,
            v.content, b.values AS said_back, b.answered_at AS said_back_at,
            f.question_id AS solved_id
        {_FROM}
        LEFT JOIN surveys_version v ON v.id = w.version_id
        LEFT JOIN people_handle h ON h.id = i.handle_id
        WHERE k.id = %(task)s AND {scope.READ}
        """,
        {**ticket_scope.params(actor), **_params(actor), "task": task_id},
    )
    if found is None:
        raise NotFound()
    return found


def history(actor: Actor, task_id: int) -> list[Row]:
    """What happened to a task one may read, oldest first, with who did it."""
    task(actor, task_id)
    return rows(
        f"""
        SELECT e.id, e.at, e.name, e.data, {CALLED.format("p")} AS actor,
            {CALLED.format("g")} AS given_to
        FROM events_event e LEFT JOIN people_person p ON p.id = e.actor_id
        LEFT JOIN people_person g ON g.id = (e.data->>'after')::bigint
        WHERE e.subject_type = 'task' AND e.subject_id = %(task)s ORDER BY e.id LIMIT 200
        """,
        {"task": task_id},
    )


def takers(actor: Actor, task_id: int) -> list[Row]:
    """To whom a task may be given, for those who may give it; else nobody."""
    found = task(actor, task_id)
    if not found["may_arrange"]:
        return []
    return owners.candidates(found["team_id"], found["person_id"])


def may_see(actor: Actor) -> bool:
    """True for those who may have tasks, or read what was done: agents, who asks, directors."""
    return actor.is_agent or actor.may(Permission.READ_FIGURES) or surveys.may_ask(actor)


def _params(actor: Actor) -> dict[str, Any]:
    return {**scope.params(actor), "now": clock.now()}
