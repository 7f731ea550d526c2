from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class ResultsReleased(Fact):
    """The gate has let through what may be told of an anonymous wave; no number is told here."""

    subject_type = "wave"
    survey_id: int
