from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class InboxAdded(Fact):
    subject_type = "inbox"
    team_id: int


@dataclass(frozen=True, slots=True)
class InboxChanged(Fact):
    subject_type = "inbox"
    field: str
