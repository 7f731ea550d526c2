from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class TeamAdded(Fact):
    subject_type = "team"
    is_confidential: bool


@dataclass(frozen=True, slots=True)
class TeamChanged(Fact):
    subject_type = "team"
    field: str
