from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class CalendarAdded(Fact):
    subject_type = "calendar"


@dataclass(frozen=True, slots=True)
class CalendarChanged(Fact):
    """Its openings may differ from now on: what was derived from them is to be derived again."""

    subject_type = "calendar"
    version: int


@dataclass(frozen=True, slots=True)
class OpeningsMoved(Fact):
    """Its openings differ though nobody changed it: a newer library knows other holidays or clocks."""

    subject_type = "calendar"


@dataclass(frozen=True, slots=True)
class DefaultCalendarChosen(Fact):
    subject_type = "calendar"


@dataclass(frozen=True, slots=True)
class CalendarGivenTo(Fact):
    """It is the calendar of that organization, or of none in particular any more."""

    subject_type = "calendar"
    organization_id: int | None


@dataclass(frozen=True, slots=True)
class CalendarRemoved(Fact):
    subject_type = "calendar"
