from __future__ import annotations

from dataclasses import dataclass

from balcao.events import facts


@dataclass(frozen=True, slots=True)
class FactLearned(facts.Fact):
    subject_type = "person"
    field: str
    method: str
    lawful_basis: str


@dataclass(frozen=True, slots=True)
class PreferenceTold(facts.Fact):
    """Somebody said whether they want to be written to about a matter, as one side of the counter."""

    subject_type = "person"
    matter: str
    side: str
    is_wanted: bool
