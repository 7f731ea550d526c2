"""One message to many tickets: where it stands, and what it says in each of them."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balcao.service.tickets.rules import Status

GRACE = timedelta(seconds=30)  # so long it can be taken back before any of it leaves
CONSENT_LASTS = timedelta(days=3)  # words older than that may be true no more


class Then(StrEnum):
    """What becomes of each ticket once it is told."""

    KEEP = "keep"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"


class BroadcastState(StrEnum):
    """Whether it may still be taken back, goes out, went, or was stopped."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    STOPPED = "stopped"


class LetterState(StrEnum):
    """What became of it in one ticket."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    STOPPED = "stopped"


class ConsentState(StrEnum):
    """What became of asking another team to say it in its own tickets."""

    WAITING = "waiting"
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


CONSENT_LABELS: list[tuple[str, str | Promise]] = [
    (ConsentState.WAITING, pgettext_lazy("another team", "asked")),
    (ConsentState.GIVEN, pgettext_lazy("another team", "says it")),
    (ConsentState.DECLINED, pgettext_lazy("another team", "declined")),
    (ConsentState.WITHDRAWN, pgettext_lazy("another team", "taken back")),
]
THEN_LABELS: list[tuple[str, str | Promise]] = [
    (Then.KEEP, _("stay as they are")),
    (Then.ON_HOLD, _("wait on hold")),
    (Then.RESOLVED, _("are resolved")),
]
BROADCAST_LABELS: list[tuple[str, str | Promise]] = [
    (BroadcastState.WAITING, pgettext_lazy("message to many", "about to begin")),
    (BroadcastState.SENDING, pgettext_lazy("message to many", "going out")),
    (BroadcastState.DONE, pgettext_lazy("message to many", "done")),
    (BroadcastState.STOPPED, pgettext_lazy("message to many", "stopped")),
]


def status_then(then: Then, status: Status) -> Status:
    """The status of a ticket once it was told; what was new has been answered."""
    if then is Then.RESOLVED:
        return Status.RESOLVED
    if then is Then.ON_HOLD:
        return Status.ON_HOLD
    return Status.OPEN if status is Status.NEW else status
