"""From what was answered to a task: whose it is, until when, and by which steps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import Row, rows
from balcao.events.actions import publish
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.register.calendars.rules import BusinessCalendar

from . import playbooks, rules, telling
from .events import TaskOpened
from .models import Task
from .owners import owner_of
from .waking import DEADLINES

# Inside, no single answer becomes a task. Of many low scores in one answer the gravest kind tells.
_LOW = """
SELECT a.id AS answer_id, a.answered_at, a.survey_id, a.wave_id, s.team_id AS survey_team,
    s.owner_id AS survey_owner, i.person_id, t.id AS ticket_id, t.team_id AS ticket_team,
    t.assignee_id, q.id AS question_id, q.kind, (v.value #>> '{}')::numeric AS score,
    r.id AS rule_id, r.threshold, r.target_hours, r.target_days, r.playbook,
    r.team_id, r.owner_id, r.is_active, k.id IS NOT NULL AS is_there, b.book,
    c.id AS calendar_id, md5(c.definition::text) AS calendar_digest
FROM answers_answer a
JOIN surveys_survey s ON s.id = a.survey_id AND s.side = 'external'
CROSS JOIN LATERAL jsonb_each(a.values) v
JOIN surveys_question q ON q.id = v.key::bigint AND q.kind = ANY(%(kinds)s)
LEFT JOIN asking_invited i ON i.id = a.invited_id
LEFT JOIN tickets_ticket t ON i.subject_type = 'ticket' AND t.id = i.subject_id
LEFT JOIN LATERAL (
    SELECT r.* FROM loop_rule r WHERE r.when = 'score' AND r.kind = q.kind
        AND (r.survey_id = a.survey_id OR r.survey_id IS NULL)
    ORDER BY r.survey_id NULLS LAST LIMIT 1
) r ON true
LEFT JOIN LATERAL (
    SELECT jsonb_build_object('key', b.key, 'version', b.version, 'name', b.name, 'steps', b.steps)
        AS book
    FROM loop_playbook b WHERE b.key = coalesce(r.playbook, %(shipped)s::jsonb ->> q.kind)
    ORDER BY b.version DESC LIMIT 1
) b ON true
LEFT JOIN loop_task k ON k.answer_id = a.id
LEFT JOIN calendars_calendar c ON c.is_default
WHERE a.id = ANY(%(answers)s::bigint[]) AND i.subject_type IS DISTINCT FROM 'task'
ORDER BY a.id, array_position(%(kinds)s::text[], q.kind::text), q.page, q.position
"""
_KINDS = [str(kind) for kind in rules.SINGLE]
_SHIPPED = json.dumps({str(kind): rules.SHIPPED[kind].playbook for kind in rules.SINGLE})
_TERMS = (
    "threshold",
    "target_hours",
    "target_days",
    "playbook",
    "team_id",
    "owner_id",
    "is_active",
)


def scored(answer_ids: Sequence[int]) -> list[Row]:
    """The scores of customers' answers with the rule that stands for each, by answer, the gravest
    kind first; none of an answer inside, nor of one about a task."""
    return rows(_LOW, {"answers": list(answer_ids), "kinds": _KINDS, "shipped": _SHIPPED})


def open_for_answer(answer_id: int, found: list[Row] | None = None) -> Task | None:
    """The task that this answer becomes, if it is low: one an answer, however often it is asked."""
    for told in scored([answer_id]) if found is None else found:
        terms = terms_of(told)
        if terms.is_active and rules.is_low(told["kind"], told["score"], terms.threshold):
            return _opened(told, terms)
    return None


def terms_of(told: Row) -> rules.Terms:
    """What the rule found says, or what is shipped for that score."""
    if told["rule_id"] is None:
        return rules.SHIPPED[told["kind"]]
    return rules.Terms(**{name: told[name] for name in _TERMS})


def _opened(told: Row, terms: rules.Terms) -> Task | None:
    if told["is_there"]:
        return None
    team_id = told["ticket_team"] or terms.team_id or told["survey_team"]
    owner_id = owner_of(
        team_id,
        wanted=terms.owner_id,
        fallback=told["survey_owner"],
        respondent=told["person_id"],
        handled_by=told["assignee_id"],
    )
    return begin(
        Task(
            rule_id=told["rule_id"],
            survey_id=told["survey_id"],
            when=rules.When.SCORE,
            kind=told["kind"],
            answer_id=told["answer_id"],
            wave_id=told["wave_id"],
            question_id=told["question_id"],
            score=Decimal(told["score"]),
            threshold=terms.threshold,
            ticket_id=told["ticket_id"],
            team_id=team_id,
            owner_id=owner_id,
        ),
        terms,
        book=told["book"] or playbooks.shipped_book(terms.playbook),
        calendar=_calendar(told["calendar_id"], told["calendar_digest"]),
        at=told["answered_at"],
    )


def open_together(task: Task, terms: rules.Terms) -> Task:
    """Begin a task of what many said, by the playbook and the company's calendar as they are now."""
    calendar_id = calendar_for(SYSTEM)
    calendar = None if calendar_id is None else calendar_of(SYSTEM, calendar_id)
    book = playbooks.frozen(terms.playbook)
    return begin(task, terms, book=book, calendar=calendar, at=clock.now())


def begin(
    task: Task,
    terms: rules.Terms,
    *,
    book: dict[str, Any],
    calendar: BusinessCalendar | None,
    at: datetime,
) -> Task:
    """Start the clock of a task at the instant of what it came from, and tell whose it is."""
    told = rules.timed(terms, at, calendar)
    task.opened_at, task.warn_at, task.due_at = at, told.warn_at, told.due_at
    task.playbook = book
    task.save(force_insert=True)
    publish(
        SYSTEM,
        TaskOpened(task.pk, task.survey_id, task.when, task.kind, task.team_id, task.owner_id),
    )
    telling.tell(SYSTEM, task, telling.Why.GIVEN)
    DEADLINES.expect([task.warn_at, task.due_at])
    return task


@lru_cache(maxsize=8)
def _calendar(calendar_id: int | None, _digest: str) -> BusinessCalendar | None:
    """The calendar as long as it says the same: answers come in by the hundred a second."""
    return None if calendar_id is None else calendar_of(SYSTEM, calendar_id)
