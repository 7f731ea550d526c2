"""What happens when: a month or a week of changes, and where two of them meet."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.core.sql import Row
from balcao.service.changes import queries, rules

from ..components.dates import weekday_name
from .asking import reader, show

MEETINGS = 8
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month as weeks, or a week as days."""
    actor, day = reader(request), _day(request.GET.get("day", ""))
    is_week = request.GET.get("view") == "week"
    weeks = [rules.week(day)] if is_week else rules.days(day.replace(day=1))
    since, until = _start(weeks[0][0]), _start(weeks[-1][-1] + timedelta(days=1))
    found = queries.between(actor, since, until)
    before, after = _neighbours(day, is_week=is_week)
    meetings = [
        (one, meeting) for one in found for meeting in one["meets"] if meeting.id > one["id"]
    ]
    context: dict[str, Any] = {
        "place": "calendar",
        "weekdays": [weekday_name(one.weekday()) for one in weeks[0]],
        "weeks": [[_cell(one, day, found) for one in week] for week in weeks],
        "day": day,
        "is_week": is_week,
        "heading": _heading(day, is_week=is_week),
        "before": _way(before, is_week=is_week),
        "after": _way(after, is_week=is_week),
        "today_way": _way(_today(), is_week=is_week),
        "views": [
            ("month", _("Month"), _way(day, is_week=False), None),
            ("week", _("Week"), _way(day, is_week=True), None),
        ],
        "meetings": meetings[:MEETINGS],
        "more_meetings": meetings[MEETINGS:],
        "may_plan": bool(queries.teams(actor)),
        "is_full": len(found) >= 300,
    }
    return show(request, "calendar", context)


def _cell(day: date, chosen: date, found: list[Row]) -> dict[str, Any]:
    """One day with what happens on it."""
    start, end = _start(day), _start(day + timedelta(days=1))
    inside = [one for one in found if one["starts_at"] < end and one["ends_at"] > start]
    return {
        "day": day,
        "called": weekday_name(day.weekday()),
        "is_today": day == _today(),
        "is_other": day.month != chosen.month,
        "changes": [
            {
                **one,
                "begins_here": one["starts_at"] >= start,
                "is_within": one["starts_at"] >= start and one["ends_at"] <= end,
            }
            for one in inside
        ],
    }


def _neighbours(day: date, *, is_week: bool) -> tuple[date, date]:
    if is_week:
        return day - timedelta(days=7), day + timedelta(days=7)
    return rules.months(day, -1), rules.months(day, 1)


def _heading(day: date, *, is_week: bool) -> str:
    if not is_week:
        return formats.date_format(day, "YEAR_MONTH_FORMAT")
    first, *_rest, last = rules.week(day)
    return f"{formats.date_format(first, 'SHORT_DATE_FORMAT')} – {formats.date_format(last, 'SHORT_DATE_FORMAT')}"


def _day(text: str) -> date:
    """The day of the address, within a century; today for none or nonsense."""
    try:
        told = date.fromisoformat(text)
    except ValueError:
        return _today()
    return min(max(told, EARLIEST), LATEST)


def _today() -> date:
    return timezone.localtime(clock.now()).date()


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _way(day: date, *, is_week: bool) -> str:
    told = {"view": "week" if is_week else "month", "day": day.isoformat()}
    return f"{reverse('changes:calendar')}?{urlencode(told)}"
