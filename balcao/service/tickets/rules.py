"""What a ticket may be and become: pure, without database, clock or settings."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import IntEnum, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import damm
from stdnum.exceptions import ValidationError


class Kind(StrEnum):
    """What the client wants."""

    QUESTION = "question"
    REQUEST = "request"
    INCIDENT = "incident"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    CANCELLATION = "cancellation"


class Status(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Level(IntEnum):
    """How much of impact or of urgency."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Priority(IntEnum):
    """How soon, from impact and urgency."""

    LOW = 1
    NORMAL = 2
    HIGH = 3
    URGENT = 4


KIND_LABELS: list[tuple[str, Promise]] = [
    (Kind.QUESTION, _("Question")),
    (Kind.REQUEST, _("Request")),
    (Kind.INCIDENT, _("Incident")),
    (Kind.COMPLAINT, _("Complaint")),
    (Kind.SUGGESTION, _("Suggestion")),
    (Kind.PRAISE, _("Praise")),
    (Kind.CANCELLATION, _("Cancellation")),
]
STATUS_LABELS: list[tuple[str, Promise]] = [
    (Status.NEW, _("New")),
    (Status.OPEN, _("Open")),
    (Status.PENDING, _("Waiting for client")),
    (Status.ON_HOLD, _("On hold")),
    (Status.RESOLVED, _("Resolved")),
    (Status.CLOSED, _("Closed")),
]
CLIENT_STATUS_LABELS: list[tuple[str, Promise]] = [
    (Status.NEW, _("Received")),
    (Status.OPEN, _("In progress")),
    (Status.PENDING, _("Waiting for you")),
    (Status.ON_HOLD, _("In progress")),
    (Status.RESOLVED, _("Answered")),
    (Status.CLOSED, _("Finished")),
]
PRIORITY_LABELS: list[tuple[int, Promise]] = [
    (Priority.LOW, _("Low")),
    (Priority.NORMAL, _("Normal")),
    (Priority.HIGH, _("High")),
    (Priority.URGENT, _("Urgent")),
]
ACTIVE = (Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD)
ENDED = (Status.RESOLVED, Status.CLOSED)
SUBJECT_MAX = 300
STILL_WRITING = timedelta(minutes=2)


def priority(impact: int, urgency: int) -> Priority:
    """The ITIL matrix of three by three: 2 to 6 points, from low to urgent."""
    points = impact + urgency
    if points >= 6:
        return Priority.URGENT
    if points == 5:
        return Priority.HIGH
    return Priority.NORMAL if points >= 3 else Priority.LOW


def protocol(year: int, sequence: int) -> str:
    """Twelve digits: the year, a sequence of seven, and Damm's check digit."""
    digits = f"{year:04d}{sequence:07d}"
    if len(digits) != 11:
        raise ValueError("the sequence of a year has seven digits")
    return digits + str(damm.calc_check_digit(digits))


def read_protocol(text: str) -> str | None:
    """The bare digits of a protocol written with any separators, or None when it is none."""
    digits = re.sub(r"[\W_]+", "", text)
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        damm.validate(digits)
    except ValidationError:
        return None
    return digits


def group_protocol(digits: str) -> str:
    """The protocol as people read it: year, four, three, and the check digit."""
    return (
        f"{digits[:4]} {digits[4:8]} {digits[8:11]} {digits[11:]}" if len(digits) == 12 else digits
    )


def status_after_client_spoke(status: Status) -> Status:
    """A client's word wakes whatever waited or had ended."""
    return Status.NEW if status is Status.NEW else Status.OPEN


def is_reopened(before: Status, after: Status) -> bool:
    """True when a ticket that had ended goes on."""
    return before in ENDED and after not in ENDED


def may_become(before: Status, after: Status) -> bool:
    """A ticket never becomes new again; every other way is open."""
    return after is not Status.NEW or before is Status.NEW
