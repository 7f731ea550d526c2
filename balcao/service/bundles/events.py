from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact
from balcao.service.tickets.events import TicketFact


@dataclass(frozen=True, slots=True)
class BundleTemplateSet(Fact):
    subject_type = "bundle_template"
    number: int
    is_live: bool


@dataclass(frozen=True, slots=True)
class BundleStarted(TicketFact):
    """What was asked in this ticket became tasks of several departments."""

    bundle_id: int
    tasks: int


@dataclass(frozen=True, slots=True)
class BundleMoved(TicketFact):
    """Tasks of this ticket's bundle were opened, or done."""

    bundle_id: int
    opened: int
    done: int
