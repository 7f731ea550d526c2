from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.core.text import fold

from . import library
from .editing import owner_in
from .rules import Asked, content, of_content, of_row

PAGE = 50
SCOPE = "(%(all)s OR s.team_id = ANY(%(teams)s) OR s.owner_id = %(me)s::bigint)"
_SURVEY = f"""
SELECT s.id, s.name, s.purpose, s.side, s.is_anonymous, s.k, s.comments_k, s.owner_id, s.team_id,
       s.intro, s.thanks, s.state, s.revision, s.created_at, s.launched_at, s.closed_at,
       coalesce(nullif(o.preferred_name, ''), o.name) AS owner, t.name AS team,
       (SELECT count(*) FROM surveys_question q
        WHERE q.survey_id = s.id AND q.retired_at IS NULL) AS questions,
       (SELECT max(v.number) FROM surveys_version v
        WHERE v.survey_id = s.id AND v.published_at IS NOT NULL) AS published,
       (SELECT v.number FROM surveys_version v
        WHERE v.survey_id = s.id AND v.published_at IS NULL) AS writing
FROM surveys_survey s
LEFT JOIN people_person o ON o.id = s.owner_id
LEFT JOIN teams_team t ON t.id = s.team_id
WHERE {SCOPE}
"""


def surveys(
    actor: Actor, *, before: int | None = None, limit: int = PAGE
) -> tuple[list[Row], int | None]:
    """The surveys one may edit, newest first, and what `before` gives the next ones."""
    found = rows(
        _SURVEY + " AND (%(before)s::bigint IS NULL OR s.id < %(before)s::bigint)"
        " ORDER BY s.id DESC LIMIT %(limit)s",
        {**_scope(actor), "before": before, "limit": limit + 1},
    )
    return found[:limit], found[limit - 1]["id"] if len(found) > limit else None


def survey(actor: Actor, survey_id: int) -> Row:
    """One survey as in the list; NotFound for whoever may not edit it."""
    found = row(_SURVEY + " AND s.id = %(survey)s", {**_scope(actor), "survey": survey_id})
    if found is None:
        raise NotFound()
    return found


def questions(actor: Actor, survey_id: int) -> list[Asked]:
    """The questions as they are being written, in order; none of a survey one may not edit."""
    found = rows(
        f"""
        SELECT q.id, q.key, q.kind, q.words, q.help, q.options, q.is_required, q.shown_if,
               q.page, q.position
        FROM surveys_question q JOIN surveys_survey s ON s.id = q.survey_id
        WHERE {SCOPE} AND s.id = %(survey)s AND q.retired_at IS NULL
        ORDER BY q.page, q.position, q.id
        """,
        {**_scope(actor), "survey": survey_id},
    )
    return [of_row(told) for told in found]


def question(actor: Actor, question_id: int) -> tuple[Row, Asked]:
    """The survey of a question that is asked now, and the question. NotFound outside the scope."""
    found = row(
        f"""
        SELECT s.id FROM surveys_question q JOIN surveys_survey s ON s.id = q.survey_id
        WHERE {SCOPE} AND q.id = %(question)s AND q.retired_at IS NULL
        """,
        {**_scope(actor), "question": question_id},
    )
    if found is None:
        raise NotFound()
    there = questions(actor, found["id"])
    return survey(actor, found["id"]), next(one for one in there if one.id == question_id)


def versions(actor: Actor, survey_id: int) -> list[Row]:
    """The versions of a survey, the latest first, with how many questions each asks."""
    return rows(
        f"""
        SELECT v.number, v.published_at,
               (SELECT count(*) FROM jsonb_path_query(v.content, '$.pages[*].questions[*]')) AS questions
        FROM surveys_version v JOIN surveys_survey s ON s.id = v.survey_id
        WHERE {SCOPE} AND s.id = %(survey)s ORDER BY v.number DESC
        """,
        {**_scope(actor), "survey": survey_id},
    )


def version(actor: Actor, survey_id: int, number: int) -> dict[str, Any]:
    """What a version holds: frozen when published, else as it is being written. NotFound for none."""
    found = row(
        f"""
        SELECT v.content, v.published_at FROM surveys_version v
        JOIN surveys_survey s ON s.id = v.survey_id
        WHERE {SCOPE} AND s.id = %(survey)s AND v.number = %(number)s
        """,
        {**_scope(actor), "survey": survey_id, "number": number},
    )
    if found is None:
        raise NotFound()
    return found["content"] or written(actor, survey_id)


def written(actor: Actor, survey_id: int) -> dict[str, Any]:
    """What is being written, in the form of a version."""
    told = survey(actor, survey_id)
    names = ("intro", "thanks", "is_anonymous", "k", "comments_k")
    return content(questions(actor, survey_id), **{name: told[name] for name in names})


def asked_in(actor: Actor, survey_id: int, number: int) -> list[Asked]:
    """The questions of one version, in order."""
    return of_content(version(actor, survey_id, number))


def items(actor: Actor, words: str = "") -> list[Row]:
    """The library, shipped and own, narrowed to items in which these words occur in either language."""
    if not may_ask(actor):
        raise NotFound()
    wanted = fold(words).split()
    return [item for item in library.all_items() if _holds(item, wanted)]


def may_ask(actor: Actor) -> bool:
    """True for whoever may begin a survey somewhere, or looks after one."""
    if actor.may_anywhere(Permission.ASK):
        return True
    return bool(surveys(actor)[0])


def _holds(item: Row, wanted: list[str]) -> bool:
    told = fold(" ".join([item["key"], *item["words"].values(), *item["help"].values()]))
    return all(word in told for word in wanted)


def _scope(actor: Actor) -> dict[str, Any]:
    return {
        "all": actor.may(Permission.ASK),
        "teams": actor.teams_where(Permission.ASK),
        "me": owner_in(actor),
    }
