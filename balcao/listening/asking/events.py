from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class OccasionSet(Fact):
    subject_type = "occasion"
    survey_id: int
    when: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class OccasionStopped(Fact):
    subject_type = "occasion"
    survey_id: int


@dataclass(frozen=True, slots=True)
class AskingRefused(Fact):
    """Nobody was asked at an occasion, and why."""

    subject_type = "occasion"
    survey_id: int
    why: str


@dataclass(frozen=True, slots=True)
class WaveOpened(Fact):
    subject_type = "wave"
    survey_id: int
    number: int


@dataclass(frozen=True, slots=True)
class WaveClosed(Fact):
    subject_type = "wave"
    survey_id: int
    number: int
    is_anonymous: bool


@dataclass(frozen=True, slots=True)
class LinkOpened(Fact):
    """Whoever has this link may answer; `kind` is link, qr or kiosk."""

    subject_type = "link"
    survey_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class LinkStopped(Fact):
    subject_type = "link"
    survey_id: int
