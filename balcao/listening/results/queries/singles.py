"""Single answers of surveys that are not anonymous, for those who may read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows
from balcao.listening.surveys.rules import Asked, Kind
from balcao.listening.themes import reading as themes
from balcao.service.tickets import scope as tickets

from .. import facts, reading, rules, scope
from ..scope import Scope

PAGE = 50
CLASSES = {
    "detractors": [str(one) for one in range(7)],
    "passives": ["7", "8"],
    "promoters": ["9", "10"],
}
# Who handled an inside ticket never reads what was answered about it, nor do others read of a
# confidential team's.
OPEN_TO = """
    (placed.ticket_id IS NULL OR %(system)s OR NOT placed.is_confidential
        OR placed.team = ANY(%(mine)s::bigint[]))
    AND (placed.ticket_id IS NULL OR placed.side = 'external' OR NOT (
        EXISTS (SELECT FROM tickets_ticket t WHERE t.id = placed.ticket_id
            AND t.assignee_id = %(me)s)
        OR EXISTS (SELECT FROM tickets_message m WHERE m.ticket_id = placed.ticket_id
            AND m.author_id = %(me)s AND m.kind IN ('outgoing', 'note'))
        OR EXISTS (SELECT FROM events_event e WHERE e.subject_type = 'ticket'
            AND e.subject_id = placed.ticket_id AND e.name = 'TicketAssigned'
            AND e.data->>'after' = %(me)s::text)
    ))
    AND (%(every)s OR placed.team::text = ANY(%(teams)s::text[]))
    AND (%(cut)s = '' OR CASE %(cut)s WHEN 'team' THEN placed.team::text
        WHEN 'channel' THEN placed.channel WHEN 'way' THEN placed.way
        WHEN 'link' THEN placed.link_id::text
        ELSE placed.attributes->>%(cut)s::text END = %(value)s)
"""
_ANSWERS = f"""
SELECT placed.id, placed.answered_at, placed.values, placed.way, placed.link_id, placed.person_id,
    placed.team, placed.channel, placed.attributes, placed.wave_id,
    coalesce(nullif(p.preferred_name, ''), p.name) AS person, l.label AS link,
    placed.subject_type, placed.subject_id, o.number AS order_number,
    (SELECT t.protocol FROM tickets_ticket t WHERE t.id = placed.ticket_id
        AND (%(system)s OR t.team_id = ANY(%(mine)s::bigint[]))) AS protocol
FROM ({facts.PLACED}) placed
LEFT JOIN people_person p ON p.id = placed.person_id
LEFT JOIN asking_link l ON l.id = placed.link_id
LEFT JOIN orders_order o ON placed.subject_type = 'order' AND o.id = placed.subject_id
WHERE placed.survey_id = %(survey)s
    AND placed.answered_at >= %(from)s AND placed.answered_at < %(to)s
    AND (%(before)s::bigint IS NULL OR (placed.answered_at, placed.id) < (
        (SELECT b.answered_at FROM answers_answer b WHERE b.id = %(before)s::bigint),
        %(before)s::bigint))
    AND {OPEN_TO}
    AND (%(question)s::text IS NULL OR placed.values ? %(question)s::text)
    AND (%(options)s::text[] IS NULL OR CASE jsonb_typeof(placed.values->%(question)s::text)
        WHEN 'array' THEN placed.values->%(question)s::text ?| %(options)s::text[]
        WHEN 'object' THEN placed.values->%(question)s::text->>%(part)s = ANY(%(options)s::text[])
        ELSE placed.values->>%(question)s::text = ANY(%(options)s::text[]) END)
ORDER BY placed.answered_at DESC, placed.id DESC LIMIT %(limit)s
"""
_ABOUT = f"""
SELECT a.id, a.survey_id, s.name AS survey, a.answered_at, a.values
FROM tickets_ticket t
JOIN asking_invited i ON i.subject_type = 'ticket' AND i.subject_id = t.id
JOIN answers_answer a ON a.invited_id = i.id
JOIN surveys_survey s ON s.id = a.survey_id
WHERE t.id = %(ticket)s AND t.side = 'external' AND s.side = 'external' AND {tickets.HANDLED}
ORDER BY a.answered_at DESC, a.id DESC LIMIT 20
"""


def answers(
    actor: Actor,
    survey_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    cut: str = "",
    value: str = "",
    question_id: int | None = None,
    option: str | None = None,
    part: str = "",
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[list[Row], int | None]:
    """Single answers, the last first, and what `before` gives the next ones.

    `option` narrows to those who chose it, or to detractors, passives or promoters. Each with
    `person`, `protocol` where the actor handles the ticket, `order_number`, `score` of the question
    the survey is known by, `words` by question, and `given`, each question with its answer.
    NotFound for whoever reads none of this survey.
    """
    found = scope.survey(actor, survey_id)
    if not found["scope"].reads_singles:
        raise NotFound()
    scope.require_cut(found, cut, value)
    begins, ends = rules.instants(*reading.slice_of(since, until)[:2], clock.zone())
    wanted = {
        **audience(actor, found["scope"]),
        "survey": survey_id,
        "zone": clock.zone(),
        "from": begins,
        "to": ends,
        "cut": cut,
        "value": value,
        "question": str(question_id) if question_id else None,
        "options": CLASSES.get(option, [option]) if option and question_id else None,
        "part": part,
        "before": before,
        "limit": limit + 1,
    }
    there = rows(_ANSWERS, wanted)
    questions = reading.ever_asked(survey_id)
    marks = themes.marks_of([one["id"] for one in there[:limit]])
    told = [_told(one, questions) | {"themes": marks.get(one["id"], [])} for one in there[:limit]]
    return told, there[limit - 1]["id"] if len(there) > limit else None


def about_ticket(actor: Actor, ticket_id: int) -> list[Row]:
    """What a client answered about this ticket, for those who handle it; never of an inside one."""
    found = rows(_ABOUT, {**tickets.params(actor), "ticket": ticket_id})
    known = {one: reading.ever_asked(one) for one in {each["survey_id"] for each in found}}
    return [_told(one, known[one["survey_id"]]) for one in found]


def audience(actor: Actor, of: Scope) -> dict[str, Any]:
    """What OPEN_TO asks for, of this reader."""
    return {
        "system": actor.is_system,
        "mine": actor.team_ids,
        "me": actor.person_id or 0,
        "every": of.has_singles,
        "teams": list(of.single_teams),
    }


def _told(one: Row, questions: Sequence[Asked]) -> Row:
    given = [asked for asked in questions if str(asked.id) in one["values"]]
    first = rules.headline(given)
    return {
        **one,
        "question": first,
        "score": one["values"][str(first.id)] if first else None,
        "words": list(_words(one["values"], given)),
        "given": [(asked, one["values"][str(asked.id)]) for asked in given],
    }


def _words(values: dict[str, Any], given: Iterable[Asked]) -> Iterable[tuple[Asked, str]]:
    for asked in given:
        if asked.kind is Kind.TEXT:
            yield asked, values[str(asked.id)]
