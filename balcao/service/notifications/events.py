from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class PersonFact(Fact):
    subject_type = "person"


@dataclass(frozen=True, slots=True)
class NotificationChoiceMade(PersonFact):
    kind: str
    way: str
    is_on: bool
    team_id: int | None


@dataclass(frozen=True, slots=True)
class QuietHoursSet(PersonFact):
    pass


@dataclass(frozen=True, slots=True)
class BrowserSubscribed(PersonFact):
    browser_id: int


@dataclass(frozen=True, slots=True)
class BrowserForgotten(PersonFact):
    browser_id: int
