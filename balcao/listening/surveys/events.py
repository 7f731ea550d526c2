from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class SurveyFact(Fact):
    subject_type = "survey"


@dataclass(frozen=True, slots=True)
class SurveyAdded(SurveyFact):
    purpose: str
    side: str


@dataclass(frozen=True, slots=True)
class SurveyChanged(SurveyFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class SurveyDiscarded(SurveyFact):
    pass


@dataclass(frozen=True, slots=True)
class SurveyPublished(SurveyFact):
    version: int


@dataclass(frozen=True, slots=True)
class SurveyClosed(SurveyFact):
    pass


@dataclass(frozen=True, slots=True)
class QuestionAdded(SurveyFact):
    question_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class QuestionChanged(SurveyFact):
    """`before` is the row that this one replaces, where the question had been published."""

    question_id: int
    fields: list[str]
    before: int | None


@dataclass(frozen=True, slots=True)
class QuestionMoved(SurveyFact):
    question_id: int
    page: int
    position: int


@dataclass(frozen=True, slots=True)
class QuestionRetired(SurveyFact):
    question_id: int


@dataclass(frozen=True, slots=True)
class ItemsKept(Fact):
    subject_type = "settings"
    added: int
    refused: int
