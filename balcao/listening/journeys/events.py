from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class JourneyFact(Fact):
    subject_type = "journey"


@dataclass(frozen=True, slots=True)
class JourneyAdded(JourneyFact):
    """`shipped` names the journey that came along with the desk, where it began as one."""

    side: str
    shipped: str


@dataclass(frozen=True, slots=True)
class JourneyChanged(JourneyFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class JourneyRemoved(JourneyFact):
    pass


@dataclass(frozen=True, slots=True)
class StageAdded(JourneyFact):
    stage_id: int
    position: int


@dataclass(frozen=True, slots=True)
class StageChanged(JourneyFact):
    stage_id: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class StageMoved(JourneyFact):
    stage_id: int
    position: int


@dataclass(frozen=True, slots=True)
class StageRemoved(JourneyFact):
    stage_id: int


@dataclass(frozen=True, slots=True)
class QuestionLinked(JourneyFact):
    stage_id: int
    link_id: int
    survey_id: int


@dataclass(frozen=True, slots=True)
class QuestionUnlinked(JourneyFact):
    stage_id: int
    link_id: int
    survey_id: int
