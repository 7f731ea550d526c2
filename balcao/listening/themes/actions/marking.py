"""Identified answers are read: which themes their own words speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from balcao.core.actor import SYSTEM
from balcao.core.sql import Row, rows, run
from balcao.events.actions import publish

from .. import dictionary, rules
from ..events import ThemeCounted

BATCH = 500
_NOTE = """
INSERT INTO themes_marked (answer_id, survey_id, answered_at, groups, is_apart)
SELECT a.id, a.survey_id, a.answered_at, '{}', false FROM answers_answer a
WHERE a.id = ANY(%(answers)s::bigint[]) AND EXISTS (
    SELECT 1 FROM surveys_question q
    WHERE q.survey_id = a.survey_id AND q.kind = 'text' AND a.values ? q.id::text
)
ON CONFLICT (answer_id) DO NOTHING
"""
_DUE = """
SELECT answer_id FROM themes_marked WHERE edition IS NULL
ORDER BY answer_id LIMIT %(most)s FOR UPDATE SKIP LOCKED
"""
_WORDS = """
SELECT a.id, a.survey_id, s.side, string_agg(a.values->>(q.id::text), E'\n' ORDER BY q.id) AS told
FROM answers_answer a
JOIN surveys_survey s ON s.id = a.survey_id
JOIN surveys_question q ON q.survey_id = a.survey_id AND q.kind = 'text' AND a.values ? q.id::text
WHERE a.id = ANY(%(answers)s::bigint[]) GROUP BY a.id, s.side
"""
_FORGET = """
DELETE FROM themes_mention
WHERE answer_id = ANY(%(answers)s::bigint[]) AND source = 'dictionary'
"""
_MENTION = """
INSERT INTO themes_mention (theme_id, answer_id, survey_id, answered_at, source, is_dropped)
SELECT told.theme, a.id, a.survey_id, a.answered_at, %(source)s, false
FROM unnest(%(themes)s::bigint[], %(answers)s::bigint[]) AS told (theme, answer)
JOIN answers_answer a ON a.id = told.answer
ON CONFLICT (answer_id, theme_id) DO NOTHING
"""
# Grouped as results group them: by the ticket's own team when it was asked about, and what is told
# of a confidential team's ticket apart from everything else.
_READ = """
UPDATE themes_marked m SET edition = %(edition)s, is_apart = told.is_apart, groups = told.groups
FROM (
    SELECT p.id, p.is_apart, jsonb_strip_nulls(CASE WHEN p.is_apart
        THEN jsonb_build_object('team', p.team::text)
        ELSE coalesce(p.attributes, '{}') - 'team' - 'channel' || jsonb_build_object(
            'team', p.team::text, 'channel', p.channel, 'way', p.way, 'link', p.link_id::text)
        END) AS groups
    FROM (
        SELECT a.id, a.channel AS way, a.link_id, f.attributes,
            coalesce(t.channel, f.attributes->>'channel') AS channel,
            coalesce(moved.team, (f.attributes->>'team')::bigint) AS team,
            t.id IS NOT NULL AND c.is_confidential IS TRUE AND c.id IS DISTINCT FROM s.team_id
                AS is_apart
        FROM answers_answer a
        JOIN surveys_survey s ON s.id = a.survey_id
        LEFT JOIN asking_invited i ON i.id = a.invited_id
        LEFT JOIN asking_frozen f ON f.wave_id = i.wave_id AND f.person_id = i.person_id
        LEFT JOIN tickets_ticket t ON i.subject_type = 'ticket' AND t.id = i.subject_id
        LEFT JOIN LATERAL (
            SELECT coalesce(e.data->>'after', e.data->>'team_id')::bigint AS team
            FROM events_event e
            WHERE e.subject_type = 'ticket' AND e.subject_id = t.id
                AND e.name IN ('TicketOpened', 'TicketTransferred') AND e.at <= i.send_at
            ORDER BY e.id DESC LIMIT 1
        ) moved ON t.id IS NOT NULL
        LEFT JOIN teams_team c ON c.id = coalesce(moved.team, (f.attributes->>'team')::bigint)
        WHERE a.id = ANY(%(answers)s::bigint[])
    ) p
) told
WHERE m.answer_id = told.id
"""


def note(answer_ids: Sequence[int]) -> int:
    """Remember to read those of these answers in which somebody wrote own words; how many are new."""
    return run(_NOTE, {"answers": list(answer_ids)})


@transaction.atomic
def mark_due(most: int = BATCH) -> int:
    """Read the oldest answers that wait for it; how many there were."""
    due = [found["answer_id"] for found in rows(_DUE, {"most": most})]
    if due:
        mark(due)
    return len(due)


def mark_all() -> int:
    """Read every answer that waits for it, batch by batch; how many."""
    read = 0
    while found := mark_due():
        read += found
    return read


@transaction.atomic
def mark(answer_ids: Sequence[int], *, is_told: bool = True) -> None:
    """Say which themes these answers speak of, as of the dictionary now; what a person corrected stands.

    Whoever follows themes is told of each survey and theme once, unless `is_told` is false.
    """
    edition = dictionary.edition()
    found = read(rows(_WORDS, {"answers": list(answer_ids)}))
    run(_FORGET, {"answers": list(answer_ids)})
    keep([(theme, answer["id"]) for answer, themes in found for theme in themes], "dictionary")
    run(_READ, {"answers": list(answer_ids), "edition": edition})
    if is_told:
        tell((answer["survey_id"], theme) for answer, themes in found for theme in themes)


def read(answers: Iterable[Row]) -> list[tuple[Row, set[int]]]:
    """Each row with the themes that its words (`told`) speak of on its `side`."""
    made: dict[str, rules.Dictionary] = {}
    told = []
    for answer in answers:
        side = answer["side"]
        if side not in made:
            made[side] = dictionary.of_side(side)
        told.append((answer, rules.themes(answer["told"], made[side])))
    return told


def keep(pairs: Sequence[tuple[int, int]], source: str) -> int:
    """Write down pairs of theme and answer that are not known yet; how many were new."""
    if not pairs:
        return 0
    told = {
        "themes": [theme for theme, _answer in pairs],
        "answers": [answer for _theme, answer in pairs],
        "source": source,
    }
    return run(_MENTION, told)


def tell(counted: Iterable[tuple[int, int]]) -> None:
    """Publish that these themes were counted in these surveys, once each."""
    for survey_id, theme_id in sorted(set(counted)):
        publish(SYSTEM, ThemeCounted(survey_id, theme_id))
