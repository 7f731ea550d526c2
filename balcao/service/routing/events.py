from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact
from balcao.service.tickets.events import TicketFact


@dataclass(frozen=True, slots=True)
class PresenceChanged(Fact):
    """Somebody's presence; `lapsed` when the desk changed it, having seen nothing of them."""

    subject_type = "presence"
    before: str
    after: str
    lapsed: bool


@dataclass(frozen=True, slots=True)
class TicketRouted(TicketFact):
    person_id: int
    why: str


@dataclass(frozen=True, slots=True)
class WorkReturned(TicketFact):
    person_id: int
    why: str


@dataclass(frozen=True, slots=True)
class TicketOverflowed(TicketFact):
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class TicketSkipped(TicketFact):
    person_id: int


@dataclass(frozen=True, slots=True)
class RoutingSet(Fact):
    subject_type = "team"
    automatic: bool
    sticky: bool
    by_language: bool
    default_limit: int
    overflow_team_id: int | None
    overflow_after_seconds: int | None


@dataclass(frozen=True, slots=True)
class SkillNeedSet(Fact):
    subject_type = "team"
    kind: str
    skill_id: int
    level: int


@dataclass(frozen=True, slots=True)
class SkillSet(Fact):
    subject_type = "settings"
    team_id: int | None
    is_kept: bool


@dataclass(frozen=True, slots=True)
class PersonSkillSet(Fact):
    subject_type = "person"
    skill_id: int
    level: int


@dataclass(frozen=True, slots=True)
class CapacitySet(Fact):
    subject_type = "person"
    channel: str
    at_once: int | None
