"""Daily facts of identified answers: counted again wherever something changed, whole days at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from balcao.core import clock
from balcao.core.sql import rows, run
from balcao.listening.surveys.rules import of_row

from . import rules, turnout
from .rules.counting import option_places

# A ticket's own team and channel count, not those of another one the same person was asked about.
# What is told of a confidential team's ticket counts for that team alone, unless it is who asks.
PLACED = """
    SELECT a.id, a.survey_id, a.wave_id, (a.answered_at AT TIME ZONE %(zone)s)::date AS day,
        a.values, a.answered_at, a.channel AS way, a.link_id, a.invited_id,
        coalesce(t.channel, f.attributes->>'channel') AS channel,
        coalesce(moved.team, (f.attributes->>'team')::bigint) AS team,
        f.attributes, i.person_id, i.subject_type, i.subject_id, t.id AS ticket_id, s.side,
        m.is_confidential IS TRUE AS is_confidential,
        t.id IS NOT NULL AND m.is_confidential IS TRUE AND m.id IS DISTINCT FROM s.team_id AS is_apart
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
    LEFT JOIN teams_team m ON m.id = coalesce(moved.team, (f.attributes->>'team')::bigint)
"""
_COUNTED = f"""
WITH placed AS MATERIALIZED (
    {PLACED}
    WHERE a.survey_id = %(survey)s AND a.answered_at >= %(from)s AND a.answered_at < %(to)s
), asked AS (
    SELECT * FROM unnest(%(questions)s::bigint[], %(kinds)s::text[], %(sizes)s::int[])
        AS q (id, kind, size)
), option AS (
    SELECT * FROM unnest(%(option_questions)s::bigint[], %(options)s::text[], %(places)s::int[])
        AS o (question_id, told, place)
), given AS (
    SELECT p.id, q.id AS question_id, found.part, found.told, q.kind
    FROM placed p CROSS JOIN LATERAL jsonb_each(p.values) e
    JOIN asked q ON q.id = e.key::bigint
    CROSS JOIN LATERAL (
        SELECT '' AS part, e.value #>> '{{}}' AS told
        WHERE q.kind NOT IN ('multiple', 'matrix', 'ranking')
        UNION ALL SELECT '', x FROM jsonb_array_elements_text(
            CASE q.kind WHEN 'multiple' THEN e.value ELSE '[]' END) x
        UNION ALL SELECT '', NULL WHERE q.kind = 'multiple'
        UNION ALL SELECT line, step FROM jsonb_each_text(
            CASE q.kind WHEN 'matrix' THEN e.value ELSE '{{}}' END) AS m (line, step)
        UNION ALL SELECT x, at::text FROM jsonb_array_elements_text(
            CASE q.kind WHEN 'ranking' THEN e.value ELSE '[]' END) WITH ORDINALITY AS r (x, at)
    ) found
), at AS (
    SELECT g.id, g.question_id, g.part, o.place
    FROM given g LEFT JOIN option o ON o.question_id = g.question_id AND o.told = g.told
    WHERE o.place IS NOT NULL OR g.told IS NULL
), member AS (
    SELECT p.id, p.day, c.cut, c.value FROM placed p CROSS JOIN LATERAL (VALUES
        ('', CASE WHEN p.is_apart THEN NULL ELSE '' END),
        ('team', p.team::text),
        ('department', CASE WHEN p.is_apart THEN NULL ELSE p.attributes->>'department' END),
        ('unit', CASE WHEN p.is_apart THEN NULL ELSE p.attributes->>'unit' END),
        ('relationship', CASE WHEN p.is_apart THEN NULL ELSE p.attributes->>'relationship' END),
        ('tenure', CASE WHEN p.is_apart THEN NULL ELSE p.attributes->>'tenure' END),
        ('region', CASE WHEN p.is_apart THEN NULL ELSE p.attributes->>'region' END),
        ('channel', CASE WHEN p.is_apart THEN NULL ELSE p.channel END),
        ('way', CASE WHEN p.is_apart THEN NULL ELSE p.way END),
        ('link', CASE WHEN p.is_apart THEN NULL ELSE p.link_id::text END)
    ) AS c (cut, value) WHERE c.value IS NOT NULL
), tally AS (
    SELECT at.question_id, at.part, m.cut, left(m.value, 64) AS value, m.day, at.place,
        count(*)::int AS found
    FROM at JOIN member m ON m.id = at.id GROUP BY 1, 2, 3, 4, 5, 6
), folded AS (
    SELECT question_id, part, cut, value, day,
        jsonb_object_agg(place, found) FILTER (WHERE place IS NOT NULL) AS found,
        coalesce(max(found) FILTER (WHERE place IS NULL), sum(found))::int AS n
    FROM tally GROUP BY 1, 2, 3, 4, 5
), counted AS (
    SELECT %(survey)s::bigint AS survey_id, d.question_id, d.part, d.cut, d.value, d.day,
        ARRAY(SELECT coalesce((d.found->>place::text)::int, 0)
            FROM generate_series(0, q.size - 1) AS place) AS counts, d.n
    FROM folded d JOIN asked q ON q.id = d.question_id
)
"""
_COLUMNS = "survey_id, question_id, part, cut, value, day, counts, n"
_INSERT = f"{_COUNTED} INSERT INTO results_day ({_COLUMNS}) SELECT {_COLUMNS} FROM counted"
_DIFFERING = f"""
{_COUNTED}, stored AS (
    SELECT {_COLUMNS} FROM results_day
    WHERE survey_id = %(survey)s AND day BETWEEN %(first)s AND %(last)s
), differing AS (
    (SELECT {_COLUMNS} FROM counted EXCEPT SELECT {_COLUMNS} FROM stored)
    UNION (SELECT {_COLUMNS} FROM stored EXCEPT SELECT {_COLUMNS} FROM counted)
)
SELECT survey_id AS survey, day, count(*) AS facts FROM differing GROUP BY 1, 2 ORDER BY 1, 2
"""
_DELETE = (
    "DELETE FROM results_day WHERE survey_id = %(survey)s AND day BETWEEN %(first)s AND %(last)s"
)
_TAKE = """
WITH gone AS (DELETE FROM results_changed RETURNING survey_id, wave_id, at)
SELECT DISTINCT survey_id, wave_id, (at AT TIME ZONE %(zone)s)::date AS day FROM gone
ORDER BY survey_id, day
"""
_QUESTIONS = """
SELECT id, key, kind, words, options FROM surveys_question WHERE survey_id = ANY(%(surveys)s::bigint[])
"""


@transaction.atomic
def count_changed() -> int:
    """Count each day of each survey on which an answer came, went or changed its groups; how many.

    What is committed later leaves its own word that it changed, so nothing is missed.
    """
    run(turnout.ALONE)
    changed = rows(_TAKE, {"zone": clock.zone()})
    days: dict[int, set[date]] = defaultdict(set)
    for one in changed:
        days[one["survey_id"]].add(one["day"])
    for survey_id, found in days.items():
        options = _options(survey_id)
        for first, last in _runs(found):
            _count(survey_id, first, last, options)
    turnout.count({one["wave_id"] for one in changed})
    return sum(map(len, days.values()))


def count(survey_id: int, first: date, last: date) -> int:
    """Count the days from first to last anew, both included; how many facts they have now."""
    run(turnout.ALONE)
    return _count(survey_id, first, last, _options(survey_id))


def differing(survey_id: int, first: date, last: date) -> list[dict[str, Any]]:
    """The days between, both included, whose facts are not what the answers say, and how many."""
    return rows(_DIFFERING, _params(survey_id, first, last, _options(survey_id)))


def _count(survey_id: int, first: date, last: date, options: dict[str, Any]) -> int:
    params = _params(survey_id, first, last, options)
    run(_DELETE, {"survey": survey_id, "first": first, "last": last})
    return run(_INSERT, params)


def _params(survey_id: int, first: date, last: date, options: dict[str, Any]) -> dict[str, Any]:
    begins, ends = rules.instants(first, last, clock.zone())
    return {
        **options,
        "survey": survey_id,
        "zone": clock.zone(),
        "first": first,
        "last": last,
        "from": begins,
        "to": ends,
    }


def _options(survey_id: int) -> dict[str, Any]:
    """Every question ever asked in a survey, with the place of each of its options."""
    asked = [of_row(told) for told in rows(_QUESTIONS, {"surveys": [survey_id]})]
    counted = [one for one in asked if rules.measure(one)]
    places = [(one.id, *place) for one in counted for place in option_places(one).items()]
    return {
        "questions": [one.id for one in counted],
        "kinds": [str(one.kind) for one in counted],
        "sizes": [rules.size(one) for one in counted],
        "option_questions": [question for question, _told, _place in places],
        "options": [told for _question, told, _place in places],
        "places": [place for _question, _told, place in places],
    }


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days next to each other as stretches of at most a month, each counted at once."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and (day - found[-1][1]).days == 1 and (day - found[-1][0]).days < 31:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
