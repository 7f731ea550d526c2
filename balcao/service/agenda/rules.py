"""What may be put off until when, and how time spent is counted: pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS_MAX = 300
REASON_MAX = 300
FURTHEST = timedelta(days=366)
LONGEST_APPOINTMENT = timedelta(days=31)
PING_SECONDS = 20
GAP_SECONDS = 45  # a sign that comes later than this counts no more than this
IDLE_SECONDS = 120


class End(StrEnum):
    """What ended a snooze."""

    TIME = "time"
    CLIENT = "client"
    HAND = "hand"


END_LABELS: list[tuple[str, Promise]] = [
    (End.TIME, _("Its time came")),
    (End.CLIENT, _("The client wrote")),
    (End.HAND, _("Somebody changed the status")),
]


def is_reasonable(at: datetime, now: datetime) -> bool:
    """True for an instant ahead, and within a year."""
    return now < at <= now + FURTHEST


def counted(last_at: datetime | None, now: datetime, *, begins: bool) -> tuple[int, datetime]:
    """Whole seconds worked since the last sign of the same person, and up to when they are counted.

    Nothing for a first sign, for one that begins anew, and for a clock that went back; of a longer
    silence only as much as lies between two signs. The sum over any signs of a person, from
    however many windows, is never more than the time that really passed.
    """
    if last_at is None or now <= last_at:
        return 0, last_at or now
    passed = now - last_at
    if begins:
        return 0, now
    if passed > timedelta(seconds=GAP_SECONDS):
        return GAP_SECONDS, now
    whole = int(passed.total_seconds())
    return whole, last_at + timedelta(seconds=whole)


def most_of_day(begins_at: datetime, ends_at: datetime, now: datetime) -> int:
    """How many seconds of a day have passed: nobody works longer."""
    return max(0, int((min(ends_at, now) - begins_at).total_seconds()))
