from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class ApprovalFact(Fact):
    """Of what (`about_type` and `about_id`), and in which ticket if any."""

    subject_type = "approval"

    about_type: str
    about_id: int
    ticket_id: int | None


@dataclass(frozen=True, slots=True)
class ApprovalBegun(ApprovalFact):
    pass


@dataclass(frozen=True, slots=True)
class ApprovalDecided(ApprovalFact):
    """It has ended: `state` is approved, refused, expired or withdrawn."""

    state: str


@dataclass(frozen=True, slots=True)
class StageFact(Fact):
    subject_type = "approval"

    position: int


@dataclass(frozen=True, slots=True)
class StageOpened(StageFact):
    asked: int


@dataclass(frozen=True, slots=True)
class StageStuck(StageFact):
    """Not enough people are left to decide it: who keeps the rule names somebody."""


@dataclass(frozen=True, slots=True)
class Asked(StageFact):
    """Somebody is asked to decide: `decider` is a person."""

    ask_id: int
    decider: int


@dataclass(frozen=True, slots=True)
class AskDecided(StageFact):
    ask_id: int
    decision: str
    way: str


@dataclass(frozen=True, slots=True)
class AskHanded(StageFact):
    """Somebody else decides it now; `before` and `after` are persons."""

    ask_id: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class DelegationFact(Fact):
    subject_type = "delegation"

    person_id: int
    delegate_id: int


@dataclass(frozen=True, slots=True)
class Delegated(DelegationFact):
    pass


@dataclass(frozen=True, slots=True)
class DelegationEnded(DelegationFact):
    pass


@dataclass(frozen=True, slots=True)
class RuleKept(Fact):
    subject_type = "approval_rule"

    version: int
    is_active: bool
