"""Comments: of anonymous rounds where enough wrote, in an order that means nothing."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows
from balcao.listening.surveys.rules import Asked, Kind

from .. import facts, reading, rounds, rules, scope
from ..rules import Cut, Hidden, Reason
from .singles import OPEN_TO, audience

PAGE = 50
_COUNTS = """
SELECT c.question_id, count(*) AS total,
    count(*) FILTER (WHERE c.attributes->>%(cut)s = %(value)s) AS inside,
    (SELECT count(*) FROM answers_ballot b WHERE b.wave_id = %(wave)s) AS voters
FROM answers_comment c WHERE c.wave_id = %(wave)s GROUP BY c.question_id
"""
_SEALED = """
SELECT c.id::text AS id, c.question_id, c.words, c.may_quote
FROM answers_comment c
WHERE c.wave_id = %(wave)s AND c.question_id = ANY(%(questions)s::bigint[])
    AND (%(cut)s = '' OR c.attributes->>%(cut)s = %(value)s)
    AND (%(before)s::uuid IS NULL OR c.id > %(before)s::uuid)
ORDER BY c.id LIMIT %(limit)s
"""
_NAMED = f"""
SELECT placed.id::text AS id, w.key::bigint AS question_id, w.value #>> '{{}}' AS words,
    placed.answered_at
FROM ({facts.PLACED}) placed CROSS JOIN LATERAL jsonb_each(placed.values) w
WHERE placed.survey_id = %(survey)s
    AND placed.answered_at >= %(from)s AND placed.answered_at < %(to)s
    AND placed.values ?| %(questions)s::text[] AND w.key = ANY(%(questions)s::text[])
    AND (%(before)s::bigint IS NULL OR (placed.answered_at, placed.id) < (
        (SELECT b.answered_at FROM answers_answer b WHERE b.id = %(before)s::bigint),
        %(before)s::bigint))
    AND {OPEN_TO}
ORDER BY placed.answered_at DESC, placed.id DESC, w.key LIMIT %(limit)s
"""


class Comments(NamedTuple):
    """Comments, what `before` gives the next ones, and why there are none, where that is so."""

    rows: list[Row]
    next: str | None
    hidden: Hidden | None


def comments(
    actor: Actor,
    survey_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    cut: str = "",
    value: str = "",
    question_id: int | None = None,
    before: str | None = None,
    limit: int = PAGE,
) -> Comments:
    """What was written, without whose it is: `words`, `question_id`, `may_quote` of anonymous
    rounds, `answered_at` of others, the last first.

    Of an anonymous survey those of the last round that closed, of questions to which at least its
    comments_k people wrote, of a group only where as many are inside and outside it, or nobody
    outside. NotFound for whoever may read no comments of this group.
    """
    found = scope.survey(actor, survey_id)
    scope.require_cut(found, cut, value)
    if not found["scope"].may_read_words(cut, value):
        raise NotFound()
    questions = [
        one
        for one in reading.ever_asked(survey_id)
        if one.kind is Kind.TEXT and question_id in (None, one.id)
    ]
    if not questions:
        return Comments([], None, None)
    of = reading.slice_of(since, until, cut, value)
    page = {"before": before, "limit": limit + 1, "cut": cut, "value": value}
    if found["is_anonymous"]:
        return _sealed(actor, found, questions, of, page)
    begins, ends = rules.instants(of.since, of.until, clock.zone())
    there = rows(
        _NAMED,
        {
            **page,
            **audience(actor, found["scope"]),
            "every": found["scope"].is_whole,
            "teams": list(found["scope"].teams),
            "survey": survey_id,
            "zone": clock.zone(),
            "from": begins,
            "to": ends,
            "questions": [str(one.id) for one in questions],
        },
    )
    return _page(there, limit)


def _sealed(
    actor: Actor, found: Row, questions: list[Asked], of: reading.Slice, page: dict[str, Any]
) -> Comments:
    waves = rounds.rounds([found["id"]], of.since, of.until, actor.person_id)
    wave = rounds.last(waves)
    if wave is None:
        return Comments([], None, None)
    why = rounds.silence(wave)
    told = [] if why else _told(wave, questions, of)
    if not told:
        return Comments([], None, why or Hidden(Reason.TOO_FEW))
    there = rows(_SEALED, {**page, "wave": wave["id"], "questions": told})
    return _page(there, page["limit"] - 1)


def _told(wave: Row, questions: list[Asked], of: reading.Slice) -> list[int]:
    """The questions of which comments may be shown here. A viewer's own counts for nothing."""
    if of.cut and of.cut in (Cut.WAY, Cut.LINK):
        return []
    counted = {
        one["question_id"]: one
        for one in rows(_COUNTS, {"wave": wave["id"], "cut": of.cut, "value": of.value})
    }
    least = wave["comments_k"] + wave["has_answered"]
    return [
        one.id
        for one in questions
        if one.id in counted and _enough(one, counted[one.id], least, wave["k"], bool(of.cut))
    ]


def _enough(asked: Asked, counted: Row, least: int, k: int, is_cut: bool) -> bool:
    total, inside = counted["total"], counted["inside"]
    if total < least:
        return False
    if asked.shown_if is not None:
        # That somebody was asked for their words says what they answered before.
        return not is_cut and counted["voters"] - total >= k
    return not is_cut or (inside >= least and (total == inside or total - inside >= least))


def _page(there: list[Row], limit: int) -> Comments:
    last = there[limit - 1]["id"] if len(there) > limit else None
    return Comments(there[:limit], last, None)
