"""What people write for a target or an instant, read strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from balcao.core.errors import Invalid

_LENGTH = re.compile(r"(?:(\d{1,6})h)?\s*(?:(\d{1,6})(?:m|min))?\s*(?:(\d{1,9})s)?")
_DAYS = re.compile(r"(\d{1,4})d")


class WrongTarget(Invalid):
    """A target or an instant that can't be understood, with the reason."""


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """A target in days on which the calendar opens; it ends with the last of them."""

    days: int


def read_target(text: str) -> timedelta | BusinessDays:
    """`6h`, `90m`, `1h30m`, `45s` are working time; `3d` are business days."""
    told = text.strip().lower()
    days = _DAYS.fullmatch(told)
    if days and int(days[1]):
        return BusinessDays(int(days[1]))
    length = _LENGTH.fullmatch(told)
    if length is None or not any(length.groups()):
        raise WrongTarget(
            _("“%(text)s” is no target: write 6h, 90m, 1h30m or 3d.") % {"text": text[:40]}
        )
    hours, minutes, seconds = (int(part or 0) for part in length.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def read_instant(text: str) -> datetime:
    """An instant of ISO 8601 with its offset from UTC."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise WrongTarget(
            _("“%(text)s” is no instant: write it as 2026-04-30T17:00:00-03:00.")
            % {"text": text[:40]}
        )
    return at
