from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class AnnouncementFact(Fact):
    subject_type = "announcement"


@dataclass(frozen=True, slots=True)
class AnnouncementWritten(AnnouncementFact):
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class AnnouncementChanged(AnnouncementFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class AnnouncementScheduled(AnnouncementFact):
    pass


@dataclass(frozen=True, slots=True)
class AnnouncementPublished(AnnouncementFact):
    """An edition is read from now on; `asks_again` where whoever confirmed is asked again."""

    edition: int
    asks_again: bool


@dataclass(frozen=True, slots=True)
class AnnouncementWithdrawn(AnnouncementFact):
    pass


@dataclass(frozen=True, slots=True)
class AnnouncementDiscarded(AnnouncementFact):
    """A draft nobody has read is gone."""


@dataclass(frozen=True, slots=True)
class AnnouncementConfirmed(AnnouncementFact):
    edition: int


@dataclass(frozen=True, slots=True)
class ReadersReminded(AnnouncementFact):
    """Whoever has not confirmed is reminded, because somebody asked for it."""
