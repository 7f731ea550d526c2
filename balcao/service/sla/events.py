from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class PolicySet(Fact):
    subject_type = "policy"
    is_new: bool


@dataclass(frozen=True, slots=True)
class ClockFact(Fact):
    """About one promise on a ticket, which is the subject."""

    subject_type = "ticket"
    clock_id: int
    promise: str


@dataclass(frozen=True, slots=True)
class PromisePaused(ClockFact):
    cause: str


@dataclass(frozen=True, slots=True)
class PromiseResumed(ClockFact):
    pass


@dataclass(frozen=True, slots=True)
class PromiseMet(ClockFact):
    pass


@dataclass(frozen=True, slots=True)
class PromiseBreached(ClockFact):
    """At the instant of its due date, whatever the hour; `is_late` when told long after it."""

    is_late: bool


@dataclass(frozen=True, slots=True)
class PromiseWarned(ClockFact):
    """A step of the ladder, told within the hours of its receivers."""

    percent: int
    receivers: list[int]
    is_late: bool
