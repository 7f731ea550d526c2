"""What goes with an overall score, as it was worked out beforehand."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from balcao.core.actor import Actor
from balcao.core.sql import Row, row, rows
from balcao.listening.surveys.rules import Asked, of_row
from balcao.measures.bands import Band

from .. import scope
from ..rules.driving import Driven, Item, Moving, Unclear

_SET = """
SELECT d.id, d.question_id, d.worked_out_at, d.n, d.fewest, d.most, d.needed, d.explained, d.unclear,
    w.number AS round
FROM results_driverset d LEFT JOIN asking_wave w ON w.id = d.wave_id
WHERE d.survey_id = %(survey)s AND (%(anonymous)s = (d.wave_id IS NOT NULL))
ORDER BY w.number DESC LIMIT 1
"""
_DRIVERS = """
SELECT r.part, r.lmg, r.johnson, r.rank, r.best_rank, r.worst_rank, q.id, q.key, q.kind, q.words,
    q.options
FROM results_driver r JOIN surveys_question q ON q.id = r.question_id
WHERE r.of_id = %(set)s ORDER BY r.rank
"""
_QUESTION = """
SELECT id, key, kind, words, options FROM surveys_question WHERE id = %(question)s::bigint
"""


class Line(NamedTuple):
    """One driver: the question, its line of a matrix, and how much goes with it."""

    asked: Asked
    part: str
    moving: Moving


class Drivers(NamedTuple):
    """What goes with the overall score `question`: `lines`, the most important first, or why there
    are none in `driven.unclear`; `round` is the number of an anonymous survey's round."""

    question: Asked | None
    lines: list[Line]
    driven: Driven
    worked_out_at: datetime
    round: int | None


def drivers(actor: Actor, survey_id: int) -> Drivers | None:
    """The drivers of a survey as last worked out, of its last round where it is anonymous.

    None before that; NotFound for whoever may read nothing of the survey. They are everybody's: no
    group has drivers of its own.
    """
    survey = scope.survey(actor, survey_id)
    found = row(_SET, {"survey": survey_id, "anonymous": survey["is_anonymous"]})
    if found is None:
        return None
    lines = [_line(one) for one in rows(_DRIVERS, {"set": found["id"]})]
    overall = row(_QUESTION, {"question": found["question_id"]})
    return Drivers(
        of_row(overall) if overall else None,
        lines,
        _driven(found, lines),
        found["worked_out_at"],
        found["round"],
    )


def _line(one: Row) -> Line:
    asked = of_row(one)
    moving = Moving(
        Item(asked.id, one["part"]),
        one["lmg"],
        one["johnson"],
        one["rank"],
        one["best_rank"],
        one["worst_rank"],
    )
    return Line(asked, one["part"], moving)


def _driven(found: Row, lines: list[Line]) -> Driven:
    return Driven(
        found["question_id"],
        found["n"],
        None if found["fewest"] is None else Band(found["fewest"], found["most"]),
        found["needed"],
        found["explained"],
        tuple(line.moving for line in lines),
        Unclear(found["unclear"]) if found["unclear"] else None,
    )
