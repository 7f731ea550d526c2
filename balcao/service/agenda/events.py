from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact
from balcao.service.tickets.events import TicketFact


@dataclass(frozen=True, slots=True)
class FollowUpFact(TicketFact):
    """About something that somebody wants to come back to in a ticket."""

    follow_up_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class FollowUpSet(FollowUpFact):
    pass


@dataclass(frozen=True, slots=True)
class FollowUpDue(FollowUpFact):
    """At its instant; `is_late` when nobody was there to say so then."""

    is_late: bool


@dataclass(frozen=True, slots=True)
class FollowUpPostponed(FollowUpFact):
    pass


@dataclass(frozen=True, slots=True)
class FollowUpFinished(FollowUpFact):
    pass


@dataclass(frozen=True, slots=True)
class TicketSnoozed(TicketFact):
    snooze_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class SnoozeEnded(TicketFact):
    """By what it ended: `time`, `client` or `hand`; `is_late` when its time had long passed."""

    snooze_id: int
    person_id: int
    by: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class TimeCorrected(TicketFact):
    entry_id: int
    person_id: int
    before_seconds: int
    after_seconds: int


@dataclass(frozen=True, slots=True)
class AppointmentSet(Fact):
    subject_type = "person"
    appointment_id: int
    is_kept: bool
