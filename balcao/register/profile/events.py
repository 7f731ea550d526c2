from __future__ import annotations

from dataclasses import dataclass

from balcao.events import facts


@dataclass(frozen=True, slots=True)
class FactLearned(facts.Fact):
    subject_type = "person"
    field: str
    method: str
    lawful_basis: str
