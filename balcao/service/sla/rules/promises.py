from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.register.calendars.rules import BusinessDays
from balcao.service.tickets.rules import Status

Target = timedelta | BusinessDays


class Promised(StrEnum):
    """What is promised within a time."""

    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    RESOLUTION = "resolution"
    CALLBACK = "callback"
    DAY = "day"


class Agreement(StrEnum):
    """With whom: a client outside, or another department."""

    SLA = "sla"
    OLA = "ola"


class State(StrEnum):
    """Where a clock stands. A running one may be past its due date: then `breached_at` says since
    when. The last three are the end of it."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"


PROMISE_LABELS: list[tuple[str, Promise]] = [
    (Promised.FIRST_REPLY, _("First reply")),
    (Promised.NEXT_REPLY, _("Next reply")),
    (Promised.RESOLUTION, _("Resolution")),
    (Promised.CALLBACK, _("Callback")),
    (Promised.DAY, _("Agreed day")),
]
AGREEMENT_LABELS: list[tuple[str, Promise]] = [
    (Agreement.SLA, _("SLA, with clients")),
    (Agreement.OLA, _("OLA, between departments")),
]
STATE_LABELS: list[tuple[str, Promise]] = [
    (State.RUNNING, _("Running")),
    (State.PAUSED, _("Paused")),
    (State.MET, _("Promise kept")),
    (State.MISSED, _("Promise broken")),
    (State.CANCELLED, _("No longer applies")),
]
OPEN = (State.RUNNING, State.PAUSED)
# What a policy may promise: a day is agreed on ticket by ticket.
BY_POLICY = tuple(promise for promise in Promised if promise is not Promised.DAY)
REPLIES = (Promised.FIRST_REPLY, Promised.NEXT_REPLY)
PAUSABLE = (Status.PENDING, Status.ON_HOLD)


def target_of(seconds: int | None, days: int | None) -> Target:
    """A target as it is kept: business days where there are any, else a length of open time."""
    return BusinessDays(days) if days else timedelta(seconds=seconds or 0)
