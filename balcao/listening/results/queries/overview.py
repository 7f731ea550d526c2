"""Every survey one may read at a glance: its number, its course, its change, who answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.listening.surveys.rules import Asked

from .. import reading, rounds, rules
from ..rules import Point, Score, Step
from .listing import LATELY_DAYS, readable

_TURNED = """
SELECT w.survey_id, sum(t.asked)::int AS asked, sum(t.answered)::int AS answered
FROM results_turnout t JOIN asking_wave w ON w.id = t.wave_id
WHERE w.survey_id = ANY(%(surveys)s::bigint[]) AND NOT w.is_anonymous AND t.cut = ''
    AND (w.opens_at AT TIME ZONE %(zone)s)::date >= %(since)s
GROUP BY w.survey_id HAVING sum(t.asked) > 0
"""
_TURNED_SEALED = """
SELECT wave_id, share, low, high, fewest, most, reason, is_for_all FROM results_turnout
WHERE wave_id = ANY(%(waves)s::bigint[]) AND cut = ''
"""


def overview(actor: Actor) -> list[Row]:
    """As `readable`, each with `points`, its last twelve months or its rounds; `before`, its score
    of the 90 days or the round before, with `change` against it; and `turned`, who answered.

    As many statements whatever the number of surveys.
    """
    found = [one for one in readable(actor) if one["question"] is not None]
    named = [one for one in found if not one["is_anonymous"]]
    sealed = [one for one in found if one["is_anonymous"]]
    told = _of_named(named) | _of_sealed(actor, sealed)
    turned = _turned(named) | _turned_sealed(sealed)
    return [{**one, **told[one["id"]], "turned": turned.get(one["id"])} for one in found]


def _of_named(found: Sequence[Row]) -> dict[int, Row]:
    if not found:
        return {}
    today = clock.today()
    since = rules.a_year_before(today)
    begins = today - timedelta(days=2 * LATELY_DAYS - 1)
    questions: list[Asked] = [one["question"] for one in found]
    by_id = {one.id: one for one in questions}
    months = reading.facts(questions, reading.slice_of(since, today), step=Step.MONTH, part="")
    course = {
        (one["question_id"], one["at"]): rules.score(
            by_id[one["question_id"]], one["counts"], one["n"]
        )
        for one in months
    }
    earlier = {
        one["question_id"]: rules.score(by_id[one["question_id"]], one["counts"], one["n"])
        for one in reading.facts(
            questions,
            reading.slice_of(begins, today - timedelta(days=LATELY_DAYS)),
            part="",
        )
    }
    stretches = list(rules.stretches(since, today, Step.MONTH))
    told = {}
    for one in found:
        asked: Asked = one["question"]
        points = (
            Point(
                first,
                last,
                rules.stretch_label(first, Step.MONTH),
                course.get((asked.id, rules.begin_of(first, Step.MONTH))),
                None,
            )
            for first, last in stretches
        )
        told[one["id"]] = _beside(one, points, earlier.get(asked.id))
    return told


def _of_sealed(actor: Actor, found: Sequence[Row]) -> dict[int, Row]:
    if not found:
        return {}
    every = reading.slice_of()
    there = rounds.rounds([one["id"] for one in found], every.since, every.until, actor.person_id)
    cells = rounds.cells(
        [one for one in there if not rounds.silence(one)], [one["question"] for one in found]
    )
    told = {}
    for one in found:
        waves = [wave for wave in there if wave["survey_id"] == one["id"]]
        points = list(_points(waves, one["question"], cells))
        past = [point.told for point in points if isinstance(point.told, Score)]
        told[one["id"]] = _beside(one, iter(points), past[-2] if len(past) > 1 else None)
    return told


def _points(
    waves: Sequence[Row], asked: Asked, cells: Mapping[rounds.At, rounds.Told]
) -> Iterator[Point]:
    for wave in waves:
        told = rounds.silence(wave) or cells.get(rounds.At(wave["id"], asked.id, "", ""))
        yield Point(
            wave["opens_on"], wave["closes_on"], rules.round_label(wave), told, None, wave["id"]
        )


def _beside(one: Row, points: Iterator[Point], before: rounds.Told) -> Row:
    now = one["told"]
    moved = None
    if isinstance(now, Score) and isinstance(before, Score):
        moved = rules.change(now, before)
    return {"points": rules.compared(points), "before": before, "change": moved}


def _turned(found: Sequence[Row]) -> dict[int, rules.Turned]:
    wanted = {
        "surveys": [one["id"] for one in found],
        "zone": clock.zone(),
        "since": clock.today() - timedelta(days=LATELY_DAYS - 1),
    }
    return {
        one["survey_id"]: rules.Turned(
            one["asked"], one["answered"], None, rules.response(one["answered"], one["asked"])
        )
        for one in rows(_TURNED, wanted)
    }


def _turned_sealed(found: Sequence[Row]) -> dict[int, rules.Turned]:
    waves = {
        one["wave"]["id"]: one for one in found if one["wave"] and not rounds.silence(one["wave"])
    }
    return {
        waves[one["wave_id"]]["id"]: rules.coarse(
            one, waves[one["wave_id"]]["wave"]["has_answered"]
        )
        for one in rows(_TURNED_SEALED, {"waves": list(waves)})
    }
