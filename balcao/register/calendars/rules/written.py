"""A question about a due date as it is asked in text, and its answer as machines read it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from .arithmetic import Pause, due_at, working_time
from .calendar import BusinessCalendar
from .ledger import Interval, ledger
from .reading import WrongCalendar, read
from .targets import BusinessDays, WrongTarget, read_instant


def read_json(content: bytes) -> BusinessCalendar:
    """The calendar of a JSON file; WrongCalendar, also when a key is told twice."""
    try:
        told = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise WrongCalendar(_("This is no JSON: %(reason)s.") % {"reason": error}) from None
    return read(told)


def read_pause(text: str) -> Pause:
    """`FROM/TO`, two instants; without TO it has no known end."""
    began, slash, ended = text.partition("/")
    if not slash:
        raise WrongTarget(_("“%(text)s” is no pause: write FROM/TO.") % {"text": text[:80]})
    pause = Pause(read_instant(began), read_instant(ended) if ended.strip() else None)
    if pause.to_at is not None and pause.to_at < pause.from_at:
        raise WrongTarget(_("A pause can't end before it begins."))
    return pause


def due_of(
    calendar: BusinessCalendar,
    start: datetime,
    target: timedelta | BusinessDays,
    pauses: Iterable[Pause] = (),
) -> tuple[datetime, list[Interval]]:
    """The due date of working time or of business days, with its ledger.

    A pause moves either by the open time that was paused.
    """
    told = list(pauses)
    due = due_at(calendar, start, working_time(calendar, start, target), told)
    return due, ledger(calendar, start, due, told)


def as_json(calendar: BusinessCalendar, due: datetime, intervals: list[Interval]) -> dict[str, Any]:
    """Due date and intervals in ISO 8601, in the zone of the calendar."""

    def wall(at: datetime) -> str:
        return at.astimezone(calendar.zone).isoformat()

    return {
        "due": wall(due),
        "intervals": [
            {
                "from": wall(one.from_at),
                "to": wall(one.to_at),
                "seconds": int(one.seconds) if one.seconds.is_integer() else one.seconds,
                "state": str(one.state),
                "reason": one.reason,
            }
            for one in intervals
        ],
    }


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise WrongCalendar(_("“%(key)s” is told twice.") % {"key": key})
        found[key] = value
    return found
