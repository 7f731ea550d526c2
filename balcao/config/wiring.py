"""Cause and effect on one page: which handlers run, inside the transaction, when a fact is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from balcao.events.actions import Handler
from balcao.events.facts import Fact
from balcao.register.access import handlers as access
from balcao.register.access.events import GlassBroken
from balcao.register.people.events import PersonsMerged, RelationshipEnded
from balcao.service.delivery import handlers as delivery
from balcao.service.routing import handlers as routing
from balcao.service.tickets.events import (
    ReplySent,
    StatusChanged,
    TicketAssigned,
    TicketOpened,
    TicketReopened,
    TicketTransferred,
)

WIRING: Mapping[type[Fact], Iterable[Handler]] = {
    GlassBroken: [delivery.tell_team_of_broken_glass],
    PersonsMerged: [access.end_sessions_of_merged],
    RelationshipEnded: [access.end_sessions_of_ended],
    ReplySent: [delivery.mail_answer],
    StatusChanged: [routing.look_again],
    TicketAssigned: [routing.note_assignment],
    TicketOpened: [delivery.acknowledge_opening, routing.look_again],
    TicketReopened: [routing.look_again],
    TicketTransferred: [routing.look_again],
}
