"""Opening hours of those who are asked, each calendar read once."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.calendars.queries import calendar_of
from balcao.register.calendars.rules import BusinessCalendar

from . import rules


class Hours:
    """When mail may be sent, by calendar; without a calendar, at any time."""

    def __init__(self) -> None:
        self._calendars: dict[int, BusinessCalendar] = {}
        self._sent: dict[tuple[int | None, datetime, int], datetime] = {}

    def send_at(self, calendar_id: int | None, event_at: datetime, delay_days: int = 0) -> datetime:
        """The first open instant so many days after the event."""
        asked = (calendar_id, event_at, delay_days)
        if asked not in self._sent:
            self._sent[asked] = rules.send_at(
                event_at, delay_days, self._calendar(calendar_id), ZoneInfo(clock.zone())
            )
        return self._sent[asked]

    def _calendar(self, calendar_id: int | None) -> BusinessCalendar | None:
        if calendar_id is None:
            return None
        if calendar_id not in self._calendars:
            self._calendars[calendar_id] = calendar_of(SYSTEM, calendar_id)
        return self._calendars[calendar_id]
