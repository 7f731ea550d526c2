"""An agenda as a file that calendars subscribe to (RFC 5545, RFC 7986): pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Component

POINT = timedelta(minutes=15)  # so long a moment is drawn, or phones show nothing
REFRESH = timedelta(minutes=30)
PRODUCT = "-//Balcao//Agenda//PT"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the agenda; `name` stays its own for ever, a moment has no end."""

    name: str
    summary: str
    from_at: datetime
    to_at: datetime | None
    address: str = ""


def mark_of(title: str, entries: Iterable[Entry]) -> str:
    """The same for the same entries, whenever they are asked for."""
    told = repr([title, *(astuple(entry) for entry in entries)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def calendar(title: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """The file: instants in UTC, lines folded and ended as the standard wants them."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", title)
    made.add("x-wr-calname", title)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT30M")
    for entry in entries:
        made.add_component(_event(entry, now))
    return bytes(made.to_ical())


def _event(entry: Entry, now: datetime) -> Component:
    from icalendar import Event

    made = Event()
    made.add("uid", entry.name)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("dtstart", entry.from_at.astimezone(UTC))
    made.add("dtend", (entry.to_at or entry.from_at + POINT).astimezone(UTC))
    made.add("summary", entry.summary)
    made.add("transp", "OPAQUE" if entry.to_at else "TRANSPARENT")
    made.add("class", "PRIVATE")
    if entry.address:
        made.add("url", entry.address)
    return made
