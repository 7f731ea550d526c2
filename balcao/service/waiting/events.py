from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class CallbackFact(Fact):
    """About a call promised on a ticket, which is the subject."""

    subject_type = "ticket"
    callback_id: int


@dataclass(frozen=True, slots=True)
class CallbackAsked(CallbackFact):
    pass


@dataclass(frozen=True, slots=True)
class CallbackTried(CallbackFact):
    is_reached: bool


@dataclass(frozen=True, slots=True)
class CallbackEnded(CallbackFact):
    outcome: str
