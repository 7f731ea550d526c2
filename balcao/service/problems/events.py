from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact
from balcao.service.tickets.events import TicketFact


@dataclass(frozen=True, slots=True)
class ProblemFact(Fact):
    subject_type = "problem"


@dataclass(frozen=True, slots=True)
class ProblemOpened(ProblemFact):
    team_id: int


@dataclass(frozen=True, slots=True)
class ProblemChanged(ProblemFact):
    """These fields were written anew."""

    fields: list[str]


@dataclass(frozen=True, slots=True)
class ProblemMoved(ProblemFact):
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TicketsAttached(ProblemFact):
    tickets: list[int]


@dataclass(frozen=True, slots=True)
class TicketDetached(ProblemFact):
    ticket_id: int


@dataclass(frozen=True, slots=True)
class BroadcastBegun(ProblemFact):
    broadcast_id: int
    tickets: int
    then: str


@dataclass(frozen=True, slots=True)
class BroadcastEnded(ProblemFact):
    """It reached so many tickets; in so many it could not be said."""

    broadcast_id: int
    sent: int
    refused: int
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class ConsentDecided(ProblemFact):
    """Another team says the message in its own tickets, or does not."""

    broadcast_id: int
    team_id: int
    state: str


@dataclass(frozen=True, slots=True)
class CandidateDecided(Fact):
    subject_type = "problem_candidate"
    state: str
    problem_id: int | None


@dataclass(frozen=True, slots=True)
class ToldAsMany(TicketFact):
    """A reply of this ticket was said in many at once."""

    problem_id: int
    broadcast_id: int
