"""What a survey's question says before and after something was tried, as everybody may read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from balcao.core import clock
from balcao.core.sql import row
from balcao.listening.results import reading, rounds
from balcao.listening.results.rules import Hidden, Score, change

_IS_ANONYMOUS = "SELECT is_anonymous FROM surveys_survey WHERE id = %(survey)s"


def before_and_after(
    survey_id: int, question_id: int, starts_on: date, ends_on: date
) -> tuple[dict[str, Any] | None, dict[str, Any] | None, dict[str, Any] | None]:
    """The score of as many days before the beginning, that since, and whether they differ."""
    length = ends_on - starts_on
    first = _score(
        survey_id, question_id, starts_on - length - clock.ONE_DAY, starts_on - clock.ONE_DAY
    )
    last = _score(survey_id, question_id, starts_on, ends_on)
    moved = None
    if isinstance(first, Score) and isinstance(last, Score):
        moved = change(last, first)
    return _kept(first), _kept(last), moved._asdict() if moved else None


def _score(survey_id: int, question_id: int, since: date, until: date) -> reading.Told:
    survey = row(_IS_ANONYMOUS, {"survey": survey_id})
    if survey is None or not survey["is_anonymous"]:
        return reading.score_of(survey_id, question_id, since=since, until=until)
    wave = rounds.last(rounds.rounds([survey_id], since, until, None))
    if wave is None:
        return None
    # Who reads it may be among those who answered: only what the gate lets everybody read.
    wave["has_answered"] = True
    asked = [one for one in reading.ever_asked(survey_id) if one.id == question_id]
    told = reading.of_round(wave, asked, reading.slice_of(since, until))
    return told.get((question_id, "", ""))


def _kept(told: reading.Told) -> dict[str, Any] | None:
    """A score as it is kept beside the result, or why there is none."""
    if told is None:
        return None
    if isinstance(told, Hidden):
        return {"why": str(told.reason)}
    return {
        "measure": told.measure,
        "value": told.value,
        "low": told.low,
        "high": told.high,
        "n": told.n,
        "band": list(told.band) if told.band else None,
    }
