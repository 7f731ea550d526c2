from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class ChangeFact(Fact):
    subject_type = "change"


@dataclass(frozen=True, slots=True)
class ChangePlanned(ChangeFact):
    team_id: int


@dataclass(frozen=True, slots=True)
class ChangeRewritten(ChangeFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class ChangeMoved(ChangeFact):
    """It stands elsewhere now; the outcome once it is known."""

    before: str
    after: str
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeLinked(ChangeFact):
    """A ticket or a problem has to do with it, or no more."""

    ticket_id: int | None
    problem_id: int | None
    is_linked: bool
