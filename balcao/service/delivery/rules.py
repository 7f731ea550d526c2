"""What can be said of mails without asking the database, the clock or the network."""

from __future__ import annotations

import re
from datetime import timedelta

INTAKE_TRIES = 5
SEND_TRIES = 14
_INTAKE_PAUSES = (5, 15, 60, 300)
_SEND_PAUSES = (30, 120, 600, 1800, 3600, 7200, 14400)


def intake_pause(attempts: int) -> timedelta:
    """How long a mail that could not be taken in waits after so many tries."""
    return timedelta(seconds=_INTAKE_PAUSES[min(attempts, len(_INTAKE_PAUSES)) - 1])


def send_pause(attempts: int) -> timedelta:
    """How long a mail the other side put off waits after so many tries."""
    return timedelta(seconds=_SEND_PAUSES[min(attempts, len(_SEND_PAUSES)) - 1])


def answer_subject(subject: str, protocol: str) -> str:
    """The subject of an answer: the ticket's own, with the protocol for people to find."""
    bare = re.sub(r"^(?:(?:re|res|enc|fw|fwd)\s*:\s*)+", "", subject.strip(), flags=re.IGNORECASE)
    return f"Re: {bare} [{protocol}]" if bare else f"Re: [{protocol}]"
