from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class TicketFact(Fact):
    subject_type = "ticket"


@dataclass(frozen=True, slots=True)
class TicketOpened(TicketFact):
    kind: str
    channel: str
    side: str
    team_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class MessageReceived(TicketFact):
    message_id: int
    channel: str


@dataclass(frozen=True, slots=True)
class ReplySent(TicketFact):
    message_id: int


@dataclass(frozen=True, slots=True)
class NoteWritten(TicketFact):
    message_id: int


@dataclass(frozen=True, slots=True)
class StatusChanged(TicketFact):
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TicketReopened(TicketFact):
    before: str


@dataclass(frozen=True, slots=True)
class HumanAsked(TicketFact):
    """A client wants to be answered by a person; only a person's reply meets it."""


@dataclass(frozen=True, slots=True)
class TicketAssigned(TicketFact):
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class TicketTransferred(TicketFact):
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class PriorityChanged(TicketFact):
    impact: int
    urgency: int
    priority: int


@dataclass(frozen=True, slots=True)
class KindChanged(TicketFact):
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TagsChanged(TicketFact):
    added: list[int]
    removed: list[int]


@dataclass(frozen=True, slots=True)
class Mentioned(TicketFact):
    message_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class FollowChanged(TicketFact):
    follows: bool


@dataclass(frozen=True, slots=True)
class PlaceAdded(TicketFact):
    team_id: int
    inbox_id: int | None


@dataclass(frozen=True, slots=True)
class TicketsLinked(TicketFact):
    other_id: int


@dataclass(frozen=True, slots=True)
class DeliveryChanged(TicketFact):
    message_id: int
    state: str


@dataclass(frozen=True, slots=True)
class CannedReplySet(Fact):
    subject_type = "canned_reply"
    team_id: int | None
    is_new: bool
