from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.core.sql import Row
from balcao.listening.loop import queries as loop
from balcao.service.agenda import queries
from balcao.service.agenda.rules import FURTHEST
from balcao.service.tickets.narrowing import Only
from balcao.service.tickets.queries import View

from .. import hats, moments
from ..components import dates
from ..components.promises import PROMISES
from ..shell import asked_part, show
from .feed import is_said

DAY, WEEK = "day", "week"
ICONS = {
    "follow_up": "bell",
    "snooze": "zzz",
    "promise": "clock-hour-4",
    "callback": "phone-call",
    "appointment": "calendar-event",
}


@require_GET
def agenda(request: HttpRequest) -> HttpResponse:
    """One's day or week: what comes, in order, and first what was left from before."""
    return shown(request)


def shown(request: HttpRequest, refusal: Invalid | None = None) -> HttpResponse:
    """The page, with the form as it was sent when it was refused."""
    actor = hats.agent(request)
    span = WEEK if request.GET.get("view") == WEEK else DAY
    first, length = _first(request, span), 7 if span == WEEK else 1
    told = {
        "span": span,
        "first": first,
        "title": _title(first, span),
        "days": _days(actor, first, length),
        **_left(actor, first, is_now=first <= timezone.localdate() < _after(first, length)),
        "before": _address(span, first - timedelta(days=length)),
        "after": _address(span, first + timedelta(days=length)),
        "spans": [(one, _address(one, first)) for one in (DAY, WEEK)],
        "here": _address(span, first),
        "now": clock.now(),
        "me": actor.me,
        "icons": ICONS,
        "moment_choices": [
            (one.at.isoformat(), f"{one.label} ({dates.moment(one.at)})")
            for one in moments.suggested()
        ],
        "given": request.POST,
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
    }
    part = asked_part(request, {"agenda-days": "agenda/days.html"})
    return show(request, "agenda/agenda.html", told, part=part, status=422 if refusal else 200)


def _first(request: HttpRequest, span: str) -> date:
    """The first day shown: what the address says within two years, else today."""
    today = timezone.localdate()
    asked = moments.read_day(request.GET.get("on", "")) or today
    if abs(asked - today) > 2 * FURTHEST:
        asked = today
    return asked - timedelta(days=asked.weekday()) if span == WEEK else asked


def _days(actor: Actor, first: date, length: int) -> list[dict[str, Any]]:
    found = queries.agenda(actor, moments.start(first), moments.start(_after(first, length)))
    days: list[dict[str, Any]] = [
        {"on": on, "name": _named(on, length), "is_today": on == timezone.localdate(), "items": []}
        for on in (first + timedelta(days=n) for n in range(length))
    ]
    for line in filter(is_said, found):
        # What began before the first day shown stands on that day.
        place = max(0, (timezone.localtime(line["at"]).date() - first).days)
        days[place]["items"].append(_worded(line))
    return days


def _left(actor: Actor, first: date, *, is_now: bool) -> dict[str, Any]:
    """Follow-ups of earlier days that still wait, how many of one's tickets are overdue, and how many of
    one's tasks of answers are due by the end of today."""
    if not is_now:
        return {"left": [], "overdue": 0, "overdue_href": "", "tasks_due": 0}
    found = queries.agenda(actor, clock.now() - FURTHEST, clock.now())
    begins = moments.start(first)
    asked = urlencode({"agent": actor.me, "only": str(Only.OVERDUE)})
    return {
        "left": [_worded(line) for line in found if _waits(line) and line["at"] < begins],
        "overdue": len({line["ticket_id"] for line in found if line["kind"] == "promise"}),
        "overdue_href": f"{reverse('desk:list', args=[View.DUE])}?{asked}",
        "tasks_due": loop.due(actor, moments.start(timezone.localdate() + clock.ONE_DAY)),
    }


def _waits(line: Row) -> bool:
    """A follow-up, or a call whose time is over."""
    return line["kind"] == "follow_up" or bool(line["kind"] == "callback" and line["is_late"])


def _worded(line: Row) -> Row:
    if line["kind"] == "promise":
        return {**line, "words": PROMISES[line["words"]]}
    if line["kind"] == "callback":
        return {**line, "words": _("Call the client back")}
    return line


def _after(first: date, length: int) -> date:
    return first + timedelta(days=length)


def _named(on: date, length: int) -> str:
    form = "EEEE" if length == 1 else "EEE, d MMM"
    return str(format_date(on, form, locale=dates.locale()).replace(".", ""))


def _title(first: date, span: str) -> str:
    if span == DAY:
        return str(format_date(first, "full", locale=dates.locale()))
    last = first + timedelta(days=6)
    ends: Sequence[str] = [
        str(format_date(on, "d MMM", locale=dates.locale())).rstrip(".") for on in (first, last)
    ]
    return f"{ends[0]} – {ends[1]} {last.year}"


def _address(span: str, on: date) -> str:
    return f"{reverse('agenda:agenda')}?view={span}&on={on.isoformat()}"
