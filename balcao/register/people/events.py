from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class PersonFact(Fact):
    subject_type = "person"


@dataclass(frozen=True, slots=True)
class PersonRegistered(PersonFact):
    pass


@dataclass(frozen=True, slots=True)
class HandleAdded(PersonFact):
    handle_id: int


@dataclass(frozen=True, slots=True)
class HandleVerified(PersonFact):
    handle_id: int


@dataclass(frozen=True, slots=True)
class RelationshipBegun(PersonFact):
    relationship_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class RelationshipEnded(PersonFact):
    relationship_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class ManagerSet(PersonFact):
    relationship_id: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class PersonChanged(PersonFact):
    field: str


@dataclass(frozen=True, slots=True)
class PersonsMerged(PersonFact):
    gone_id: int
    merge_id: int


@dataclass(frozen=True, slots=True)
class MergeUndone(PersonFact):
    gone_id: int
    merge_id: int


@dataclass(frozen=True, slots=True)
class OrganizationAdded(Fact):
    subject_type = "organization"
    kind: str


@dataclass(frozen=True, slots=True)
class OrganizationSharingChanged(Fact):
    subject_type = "organization"
    shares_tickets: bool
