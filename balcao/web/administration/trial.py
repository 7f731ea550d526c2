"""Trying a calendar: a start, a target and pauses; the due date, a picture and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from balcao.core import clock
from balcao.core.errors import Invalid
from balcao.register.calendars import queries, rules
from balcao.register.calendars.rules import BusinessCalendar, Interval, Pause, State

from ..components.dates import locale, moment
from .frame import administrator, show

PAUSES = 3
MOST_DAYS = 21
MINUTES = 1440
STATES = {
    State.RUNNING: gettext_lazy("Counted"),
    State.PAUSED: gettext_lazy("Paused"),
    State.CLOSED: gettext_lazy("closed"),
}


@dataclass(frozen=True)
class Bar:
    """A stretch of one day's strip, in minutes after midnight on the wall."""

    at: float
    length: float
    state: State


@dataclass(frozen=True)
class Strip:
    """One day of the picture."""

    label: str
    bars: list[Bar]
    due: float | None


@require_GET
def trial(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """When would it be due? Nothing is kept of what is asked here."""
    actor = administrator(request)
    row = queries.calendar(actor, calendar_id)
    calendar = queries.calendar_of(actor, calendar_id)
    given = {name: request.GET.get(name, "").strip() for name in _names()}
    context: dict[str, Any] = {
        "calendar": row,
        "given": given,
        "places": range(PAUSES),
        "error": "",
        "due": None,
        "states": STATES,
        "start": given["start"] or _minute(clock.now(), calendar.zone),
        "is_open": rules.is_open(calendar, clock.now()),
    }
    if given["start"] or given["target"]:
        try:
            due, intervals = _answer(calendar, given)
        except Invalid as refusal:
            context["error"] = refusal.message
        else:
            context |= {
                "due": _wall(due, calendar.zone),
                "intervals": [_told(one, calendar.zone) for one in intervals],
                "strips": strips(intervals, due, calendar.zone),
                "most": MOST_DAYS,
            }
    response = show(request, "trial", "calendars", context)
    response.status_code = 422 if context["error"] else 200
    return response


def strips(intervals: list[Interval], due: datetime, zone: ZoneInfo) -> list[Strip]:
    """The first days of a ledger, each with its bars, cut at the midnights of the zone."""
    bars: dict[date, list[Bar]] = {}
    for one in intervals:
        at = one.from_at.astimezone(zone).replace(tzinfo=None)
        end = one.to_at.astimezone(zone).replace(tzinfo=None)
        while at < end and (at.date() in bars or len(bars) < MOST_DAYS):
            midnight = datetime.combine(at.date() + timedelta(days=1), time())
            until = min(end, midnight)
            began = _minutes(at - datetime.combine(at.date(), time()))
            bars.setdefault(at.date(), []).append(Bar(began, _minutes(until - at), one.state))
            at = until
    wall = due.astimezone(zone).replace(tzinfo=None)
    mark = _minutes(wall - datetime.combine(wall.date(), time()))
    return [
        Strip(
            format_date(day, "EEE d MMM", locale=locale()),
            found,
            mark if day == wall.date() else None,
        )
        for day, found in bars.items()
    ]


def length_words(length: timedelta) -> str:
    """Hours, minutes and seconds as people read them; what is nought is left out."""
    minutes, seconds = divmod(length.total_seconds(), 60)
    hours, minutes = divmod(int(minutes), 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts + [f"{seconds:g} s"] * bool(seconds)) or "0 min"


def _answer(calendar: BusinessCalendar, given: dict[str, str]) -> tuple[datetime, list[Interval]]:
    start = _instant(given["start"], calendar.zone)
    pauses = []
    for place in range(PAUSES):
        began, ended = given[f"pause-{place}-from"], given[f"pause-{place}-to"]
        if began or ended:
            pauses.append(
                Pause(
                    _instant(began, calendar.zone),
                    _instant(ended, calendar.zone) if ended else None,
                    given[f"pause-{place}-reason"][:80],
                )
            )
    return rules.due_of(calendar, start, rules.read_target(given["target"]), pauses)


def _told(one: Interval, zone: ZoneInfo) -> dict[str, object]:
    return {
        "span": _span(one.from_at, one.to_at, zone),
        "length": length_words(one.length),
        "state": one.state,
        "reason": one.reason,
    }


def _names() -> list[str]:
    return ["start", "target"] + [
        f"pause-{place}-{part}" for place in range(PAUSES) for part in ("from", "to", "reason")
    ]


def _instant(text: str, zone: ZoneInfo) -> datetime:
    """What a date and time field holds, on the wall of that zone."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(_("Give a day and an hour.")) from None
    return told if told.tzinfo else told.replace(tzinfo=zone)


def _wall(at: datetime, zone: ZoneInfo) -> str:
    with timezone.override(zone):
        return moment(at)


def _span(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """From and until; the day is told once when both are on it."""
    is_same = start.astimezone(zone).date() == end.astimezone(zone).date()
    until = end.astimezone(zone).strftime("%H:%M") if is_same else _wall(end, zone)
    return f"{_wall(start, zone)} – {until}"


def _minute(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def _minutes(length: timedelta) -> float:
    return round(length.total_seconds() / 60, 2)
