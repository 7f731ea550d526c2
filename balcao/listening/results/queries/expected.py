"""Experience against expectation, as it was worked out beforehand."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from balcao.core.actor import Actor
from balcao.core.sql import row
from balcao.listening.surveys.rules import Asked, of_row
from balcao.measures.disconfirmation import Disconfirmation
from balcao.measures.scores import Estimate

from .. import scope

_TOLD = """
SELECT e.mean, e.low, e.high, e.worse, e.same, e.better, e.worked_out_at, q.id, q.key, q.kind,
    q.words, q.options
FROM results_expectation e JOIN surveys_question q ON q.id = e.met_id
WHERE e.survey_id = %(survey)s
"""


class Expectation(NamedTuple):
    """What was met less what was expected, in steps of the scale of `asked`, over twelve months."""

    asked: Asked
    told: Disconfirmation
    worked_out_at: datetime


def expectation(actor: Actor, survey_id: int) -> Expectation | None:
    """What was met less what was expected, of everybody who answered both; None where a survey doesn't
    ask for both, or is anonymous. NotFound for whoever may read nothing of it."""
    scope.survey(actor, survey_id)
    found = row(_TOLD, {"survey": survey_id})
    if found is None:
        return None
    n = found["worse"] + found["same"] + found["better"]
    mean = Estimate(found["mean"], found["low"], found["high"], n)
    told = Disconfirmation(mean, found["worse"], found["same"], found["better"])
    return Expectation(of_row(found), told, found["worked_out_at"])
