from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class ComponentFact(Fact):
    subject_type = "component"


@dataclass(frozen=True, slots=True)
class ComponentAdded(ComponentFact):
    pass


@dataclass(frozen=True, slots=True)
class ComponentChanged(ComponentFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class IncidentFact(Fact):
    subject_type = "incident"


@dataclass(frozen=True, slots=True)
class IncidentOpened(IncidentFact):
    impact: str


@dataclass(frozen=True, slots=True)
class IncidentUpdated(IncidentFact):
    state: str


@dataclass(frozen=True, slots=True)
class IncidentChanged(IncidentFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class IncidentResolved(IncidentFact):
    """It was told that everything works again."""
