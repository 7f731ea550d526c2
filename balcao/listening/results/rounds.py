"""Rounds of anonymous surveys: which one is told, and what the gate let through of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from balcao.core import clock
from balcao.core.sql import Row, rows
from balcao.listening.surveys.rules import Asked
from balcao.measures.bands import Band

from . import rules
from .rules import Hidden, Reason, Score

Told = Score | Hidden | None
_WAVES = """
SELECT * FROM (
    SELECT w.id, w.number, w.survey_id, w.k, w.comments_k, w.state = 'closed' AS is_closed,
        (w.opens_at AT TIME ZONE %(zone)s)::date AS opens_on,
        (coalesce(w.closed_at, w.closes_at) AT TIME ZONE %(zone)s)::date AS closes_on,
        CASE WHEN k.wave_id IS NULL THEN 'too_few' ELSE k.outcome END AS outcome,
        r.wave_id IS NOT NULL AS is_released,
        EXISTS (SELECT FROM asking_invited i WHERE i.wave_id = w.id
            AND i.person_id = %(viewer)s::bigint AND i.has_answered) AS has_answered
    FROM asking_wave w LEFT JOIN answers_key k ON k.wave_id = w.id
    LEFT JOIN results_released r ON r.wave_id = w.id
    WHERE w.survey_id = ANY(%(surveys)s::bigint[]) AND w.is_anonymous
) w WHERE (w.is_closed AND w.closes_on BETWEEN %(since)s AND %(until)s)
    OR (NOT w.is_closed AND w.opens_on <= %(until)s)
ORDER BY w.survey_id, w.number
"""
_CELLS = """
WITH wanted AS (
    SELECT %(waves)s::bigint[] AS waves, %(questions)s::bigint[] AS questions, %(cut)s::text AS cut,
        %(value)s::text AS value, %(crossed)s::text AS crossed
)
SELECT wave_id, question_id, part, c.value, crossed_value, score, low, high, fewest, most, shares,
    share_lows, share_highs, is_for_all, '' AS reason
FROM results_cell c, wanted
WHERE wave_id = ANY(waves) AND question_id = ANY(questions) AND c.cut = wanted.cut
    AND (wanted.value IS NULL OR c.value = wanted.value) AND crossed_cut = wanted.crossed
UNION ALL
SELECT wave_id, question_id, part, c.value, crossed_value, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, reason
FROM results_hiddencell c, wanted
WHERE wave_id = ANY(waves) AND question_id = ANY(questions) AND c.cut = wanted.cut
    AND (wanted.value IS NULL OR c.value = wanted.value) AND crossed_cut = wanted.crossed
"""


class At(NamedTuple):
    """Where a number stands: in which round, of which question, part and group."""

    wave: int
    question: int
    part: str
    value: str
    crossed_value: str = ""


def rounds(surveys: Iterable[int], since: Any, until: Any, viewer: int | None) -> list[Row]:
    """The rounds that closed on these days, and those still open, in order; `has_answered` says that
    the viewer did in that one."""
    return rows(
        _WAVES,
        {
            "surveys": list(surveys),
            "since": since,
            "until": until,
            "viewer": viewer,
            "zone": clock.zone(),
        },
    )


def last(found: Sequence[Row]) -> Row | None:
    """The last round that closed, else one that is open, if there is any."""
    closed = [one for one in found if one["is_closed"]]
    return closed[-1] if closed else found[-1] if found else None


def silence(wave: Row) -> Hidden | None:
    """Why nothing at all is told of a round; None where the gate has looked at it."""
    if not wave["is_closed"]:
        return Hidden(Reason.NOT_CLOSED)
    if wave["outcome"] in (Reason.TOO_FEW, Reason.LOST):
        return Hidden(Reason(wave["outcome"]))
    return None if wave["is_released"] else Hidden(Reason.NOT_CLOSED)


def cells(
    waves: Sequence[Row],
    questions: Sequence[Asked],
    cut: str = "",
    value: str | None = "",
    crossed: str = "",
) -> dict[At, Score | Hidden]:
    """What the gate let through of these rounds, for the viewer they were looked up for; of every
    group of the cut without a value."""
    by_id = {one["id"]: one for one in waves}
    measures = {one.id: rules.measure(one) for one in questions}
    found = rows(
        _CELLS,
        {
            "waves": list(by_id),
            "questions": list(measures),
            "cut": cut,
            "value": value,
            "crossed": crossed,
        },
    )
    return {
        At(
            one["wave_id"], one["question_id"], one["part"], one["value"], one["crossed_value"]
        ): _told(one, measures[one["question_id"]], by_id[one["wave_id"]]["has_answered"])
        for one in found
    }


def _told(one: Row, measure: str, has_answered: bool) -> Score | Hidden:
    if one["reason"]:
        return Hidden(Reason(one["reason"]))
    if has_answered and not one["is_for_all"]:
        return Hidden(Reason.TOO_FEW)
    return Score(
        measure,
        one["score"],
        one["low"],
        one["high"],
        None,
        Band(one["fewest"], one["most"]),
        (),
        tuple(one["shares"]),
        tuple(zip(one["share_lows"], one["share_highs"], strict=True)),
    )
