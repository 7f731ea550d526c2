"""Reads of themes: the dictionary, what one may correct, and what waits for a name."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows

from . import dictionary, reading, rules
from .editing import may_edit_dictionary, may_read_dictionary
from .models import Side
from .reach import EDITED, REACHED, params

PAGE = 30
EXAMPLES = 3
TRY_MOST = 2_000
_THEMES = """
SELECT t.id, t.key, t.names, t.side, t.is_shipped, t.retired_at FROM themes_theme t
ORDER BY t.retired_at IS NOT NULL, t.side = 'both', t.side, t.id
"""
_EDITIONS = """
SELECT e.id, e.side, e.added, e.removed, e.made_at, e.total, e.done, e.finished_at,
    t.id AS theme_id, t.names, coalesce(nullif(p.preferred_name, ''), p.name) AS by
FROM themes_edition e JOIN themes_theme t ON t.id = e.theme_id
LEFT JOIN people_person p ON p.id = e.made_by_id
WHERE %(theme)s::bigint IS NULL OR e.theme_id = %(theme)s::bigint
ORDER BY e.id DESC LIMIT %(limit)s
"""
_COUNTING = """
SELECT count(*) AS editions, sum(total)::int AS total, sum(done)::int AS done
FROM themes_edition WHERE finished_at IS NULL
"""
_SURVEYS = f"""
SELECT s.id, s.name, s.side FROM surveys_survey s
WHERE EXISTS (SELECT FROM themes_marked m WHERE m.survey_id = s.id) AND {EDITED}
ORDER BY s.launched_at DESC, s.id DESC LIMIT 200
"""
_COMMENTS = f"""
SELECT m.answer_id AS id, m.answered_at, told.words,
    coalesce(nullif(p.preferred_name, ''), p.name) AS person
FROM themes_marked m
JOIN surveys_survey s ON s.id = m.survey_id
JOIN answers_answer a ON a.id = m.answer_id
LEFT JOIN asking_invited i ON i.id = a.invited_id
LEFT JOIN people_person p ON p.id = i.person_id
CROSS JOIN LATERAL (
    SELECT array_agg(a.values->>(q.id::text) ORDER BY q.page, q.position, q.id) AS words
    FROM surveys_question q
    WHERE q.survey_id = a.survey_id AND q.kind = 'text' AND a.values ? q.id::text
) told
WHERE m.survey_id = %(survey)s AND m.edition IS NOT NULL AND {REACHED}
    AND (%(theme)s::bigint IS NULL OR EXISTS (
        SELECT FROM themes_mention t WHERE t.answer_id = m.answer_id
            AND t.theme_id = %(theme)s::bigint AND NOT t.is_dropped))
"""
_LATEST = f"""{_COMMENTS}
    AND (%(before)s::bigint IS NULL OR m.answer_id < %(before)s::bigint)
ORDER BY m.answer_id DESC LIMIT %(limit)s
"""
_UNEASY = f"""{_COMMENTS} AND m.unease IS NOT NULL
    AND (%(before)s::bigint IS NULL OR (m.unease, m.answer_id) < (
        SELECT b.unease, b.answer_id FROM themes_marked b WHERE b.answer_id = %(before)s::bigint))
ORDER BY m.unease DESC, m.answer_id DESC LIMIT %(limit)s
"""
_TRAINING = """
SELECT side, made_at, good, bad, "right", tried, refusal FROM themes_training WHERE side = %(side)s
"""
_PROPOSALS = """
SELECT p.id, p.survey_id, s.name AS survey, s.side, p.words, p.size, p.wave_id, s.comments_k
FROM themes_proposal p JOIN surveys_survey s ON s.id = p.survey_id
WHERE p.state = 'open'
    AND (%(all)s OR s.team_id = ANY(%(asking)s::bigint[]) OR s.owner_id = %(me)s::bigint)
ORDER BY p.size DESC, p.id LIMIT %(limit)s
"""
_EXAMPLES = f"""
SELECT x.proposal_id, x.words FROM (
    SELECT g.proposal_id, told.words,
        row_number() OVER (PARTITION BY g.proposal_id ORDER BY g.answer_id DESC) AS place
    FROM themes_proposal_answers g
    JOIN themes_marked m ON m.answer_id = g.answer_id
    JOIN surveys_survey s ON s.id = m.survey_id
    JOIN answers_answer w ON w.id = g.answer_id
    CROSS JOIN LATERAL (
        SELECT string_agg(w.values->>(q.id::text), ' ' ORDER BY q.id) AS words
        FROM surveys_question q
        WHERE q.survey_id = w.survey_id AND q.kind = 'text' AND w.values ? q.id::text
    ) told
    WHERE g.proposal_id = ANY(%(proposals)s::bigint[]) AND {REACHED}
) x WHERE x.place <= {EXAMPLES} ORDER BY x.proposal_id, x.place
"""
_ANSWERED = """
SELECT 1 FROM asking_invited WHERE survey_id = %(survey)s AND person_id = %(me)s AND has_answered
LIMIT 1
"""


def themes(actor: Actor) -> list[Row]:
    """Every theme, those in use first, each with how many `words` it is known by.

    For those who read the dictionary: editors of surveys, supervisors, directors; else NotFound.
    """
    _require_reader(actor)
    counted: dict[int, int] = {}
    for word in dictionary.words():
        counted[word.theme] = counted.get(word.theme, 0) + (not word.is_except)
    return [{**one, "words": counted.get(one["id"], 0)} for one in rows(_THEMES)]


def theme(actor: Actor, theme_id: int) -> Row:
    """One theme with its `words` and the phrases `excepted`. NotFound as in the list."""
    _require_reader(actor)
    found = next((one for one in rows(_THEMES) if one["id"] == theme_id), None)
    if found is None:
        raise NotFound()
    known = dictionary.words([theme_id])
    return {
        **found,
        "words": [one for one in known if not one.is_except],
        "excepted": [one for one in known if one.is_except],
    }


def editions(actor: Actor, theme_id: int | None = None, *, limit: int = 20) -> list[Row]:
    """The last changes of the dictionary, or of one theme, and who made them."""
    _require_reader(actor)
    return rows(_EDITIONS, {"theme": theme_id, "limit": limit})


def counting(actor: Actor) -> Row | None:
    """How far what was answered before is counted by the last editions; None when all is."""
    _require_reader(actor)
    found = row(_COUNTING)
    return found if found and found["editions"] else None


def tried(actor: Actor, side: str, text: str) -> list[rules.Hit]:
    """What a sentence would be marked as on one side, and by which of its words."""
    _require_reader(actor)
    if side not in (Side.EXTERNAL, Side.INTERNAL):
        raise NotFound()
    return rules.hits(text[:TRY_MOST], dictionary.of_side(side))


def surveys(actor: Actor) -> list[Row]:
    """The surveys of which one may read and correct single comments, the latest first."""
    return rows(_SURVEYS, params(actor))


def comments(
    actor: Actor,
    survey_id: int,
    *,
    theme_id: int | None = None,
    by_unease: bool = False,
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[list[Row], int | None]:
    """Single comments with a name, the last first (or the likely unhappy), each with its `marks`;
    and what `before` gives the next ones. None of a survey one may not edit."""
    asked = {
        **params(actor),
        "survey": survey_id,
        "theme": theme_id,
        "before": before,
        "limit": limit + 1,
    }
    found = rows(_UNEASY if by_unease else _LATEST, asked)
    marks = reading.marks_of([one["id"] for one in found[:limit]])
    told = [{**one, "marks": marks.get(one["id"], [])} for one in found[:limit]]
    return told, found[limit - 1]["id"] if len(found) > limit else None


def training(actor: Actor, side: str) -> Row | None:
    """How well the order of looking was learnt on one side, or why not; None before the first try."""
    _require_reader(actor)
    return row(_TRAINING, {"side": side})


def proposals(actor: Actor) -> list[Row]:
    """Groups without a theme that wait for a name, the largest first, each with `examples`.

    Of anonymous comments there are none, and `size` is the least there are.
    """
    if not may_edit_dictionary(actor):
        raise NotFound()
    found = rows(_PROPOSALS, {**params(actor), "limit": PAGE})
    told: dict[int, list[str]] = {one["id"]: [] for one in found}
    for one in rows(_EXAMPLES, {**params(actor), "proposals": list(told)}):
        told[one["proposal_id"]].append(one["words"])
    return [{**one, "examples": told[one["id"]]} for one in found]


def has_answered(actor: Actor, survey_id: int) -> bool:
    """Whether the actor answered in any round of a survey: their own words count for nothing then."""
    return bool(rows(_ANSWERED, {"survey": survey_id, "me": actor.person_id or 0}))


def may_edit(actor: Actor) -> bool:
    """True for whoever may change the dictionary."""
    return may_edit_dictionary(actor)


def _require_reader(actor: Actor) -> None:
    if not may_read_dictionary(actor):
        raise NotFound()
