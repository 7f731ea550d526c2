"""Calendar parts (iTIP): the events they carry, or in words why they can't be read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from balcao.core.text import N_, one_line

from .addresses import normalize_address
from .mail import Address, Invitation

_MAX_BYTES = 1_000_000
_MAX_EVENTS = 50
UNREADABLE = N_("This calendar can't be read.")
TOO_LARGE = N_("This calendar is too large to be shown.")
WITHOUT_START = N_("This event doesn't say when it starts.")


def read(data: bytes) -> tuple[Invitation, ...]:
    """Every event of a calendar part, at most 50; what is broken carries its `error`."""
    if len(data) > _MAX_BYTES:
        return (_refused(TOO_LARGE),)
    # Imported here because few mails carry a calendar and every process would pay for it.
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(data.lstrip(b"\xef\xbb\xbf"), multiple=True)
        events = [
            (one_line(str(calendar["METHOD"]), 40) if "METHOD" in calendar else None, event)
            for calendar in calendars
            for event in calendar.walk("VEVENT")[:_MAX_EVENTS]
        ]
    except Exception:  # the library raises many kinds on hostile input
        return (_refused(UNREADABLE),)
    return tuple(_event(method, event) for method, event in events[:_MAX_EVENTS])


def _refused(reason: str) -> Invitation:
    return Invitation(None, None, "", None, None, error=reason)


def _event(method: str | None, event: Any) -> Invitation:
    uid = _text(event, "UID") or None
    summary = _text(event, "SUMMARY")
    try:
        start, all_day = _instant(event.get("DTSTART"))
        end = _end(event, start)
        organizer = _organizer(event)
    except Exception:  # a property the library kept as broken raises when it is read
        return Invitation(method, uid, summary, None, None, error=UNREADABLE)
    return Invitation(
        method,
        uid,
        summary,
        start,
        end,
        all_day,
        organizer,
        _text(event, "LOCATION"),
        None if start else WITHOUT_START,
    )


def _text(event: Any, name: str) -> str:
    try:
        return one_line(str(event.get(name) or ""), 500)
    except Exception:  # as above
        return ""


def _instant(value: Any) -> tuple[datetime | None, bool]:
    if value is None:
        return None, False
    moment = value.dt
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC), False
    if isinstance(moment, date):
        return datetime.combine(moment, time(), UTC), True
    raise ValueError("neither a date nor a time")


def _end(event: Any, start: datetime | None) -> datetime | None:
    """When it ends, as said or by its length; a senseless length is no reason to hide the event."""
    end, _ = _instant(event.get("DTEND"))
    length = event.get("DURATION")
    if end is not None or start is None or length is None:
        return end
    try:
        return start + length.dt  # type: ignore[no-any-return]
    except Exception:  # broken, or longer than the calendar of the world
        return None


def _organizer(event: Any) -> Address | None:
    value = event.get("ORGANIZER")
    if value is None:
        return None
    address = normalize_address(str(value).lower().removeprefix("mailto:"))
    params = getattr(value, "params", {})
    return Address(one_line(str(params.get("CN", "")), 200), address) if address else None
