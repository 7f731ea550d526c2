from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class BrandChanged(Fact):
    subject_type = "brand"
    field: str
