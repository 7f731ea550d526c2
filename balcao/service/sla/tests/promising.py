"""Calendars and promises as tests need them, made through the actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from balcao.core.actor import SYSTEM
from balcao.register.calendars.actions import add_calendar
from balcao.register.calendars.models import Calendar
from balcao.service.sla.actions import Terms, set_policy
from balcao.service.sla.models import Policy

HOUR = 3600
_WORKDAY = [["08:00", "12:00"], ["13:00", "18:00"]]
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHOP = {
    "name": "Loja",
    "zone": "America/Sao_Paulo",
    "weekly": {
        **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _WORKDAY),
        "sat": [["08:00", "12:00"]],
    },
    "holidays": {"country": "BR", "state": "SP"},
}
ALWAYS = {
    "name": "24 horas",
    "zone": "America/Sao_Paulo",
    "weekly": {day: [["00:00", "24:00"]] for day in WEEK},
}


def here(text: str) -> datetime:
    """An instant of the wall clock in São Paulo."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Sao_Paulo"))


def calendar(definition: dict[str, Any] = SHOP) -> Calendar:
    """The calendar of this definition, made when it is not there."""
    found = Calendar.objects.filter(name=definition["name"]).first()
    return found or add_calendar(SYSTEM, definition)


def promise(what: str = "resolution", hours: float = 6, **terms: Any) -> Policy:
    """A promise to customers, unless `side` says otherwise."""
    told: dict[str, Any] = {
        "name": f"{what} {len(Policy.objects.all())}",
        "promise": what,
        "side": "external",
        "target_seconds": int(hours * HOUR),
        "calendar_id": (terms.pop("calendar", None) or calendar()).pk,
    }
    return set_policy(SYSTEM, Terms(**(told | terms)))
