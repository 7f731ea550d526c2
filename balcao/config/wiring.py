"""Cause and effect on one page: which handlers run, inside the transaction, when a fact is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from balcao.events.actions import Handler
from balcao.events.facts import Fact
from balcao.register.access import handlers as access
from balcao.register.people.events import PersonsMerged, RelationshipEnded

WIRING: Mapping[type[Fact], Iterable[Handler]] = {
    RelationshipEnded: [access.end_sessions_of_ended],
    PersonsMerged: [access.end_sessions_of_merged],
}
