from __future__ import annotations

from dataclasses import dataclass

from balcao.service.tickets.events import TicketFact


@dataclass(frozen=True, slots=True)
class InsideAsked(TicketFact):
    """Because of this customer's ticket another area was asked for something."""

    linked_id: int
    waits: bool


@dataclass(frozen=True, slots=True)
class InsideAnswered(TicketFact):
    """The other area spoke or is done: who looks after the customer can go on."""

    linked_id: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class InsideWaitChanged(TicketFact):
    """From now on the customer waits for the other area, or no longer."""

    linked_id: int
    is_waiting: bool
