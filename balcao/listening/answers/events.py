from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class AnswerGiven(Fact):
    """Somebody answered under their name, or by a link without one (then there is no actor).

    `score` is the answer to the first question, if a score; `has_words` when something was written.
    """

    subject_type = "answer"
    survey_id: int
    wave_id: int
    question_ids: list[int]
    score: int | None
    has_words: bool


@dataclass(frozen=True, slots=True)
class BallotsSettled(Fact):
    """What became of the sealed answers of an anonymous wave: kept, too_few or lost."""

    subject_type = "wave"
    survey_id: int
    outcome: str
