"""How long customers waited for whom inside: by area, and what is behind each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.insights.balance.rules import SPANS, Period, period
from balcao.insights.inner import queries as inner
from balcao.insights.inner.queries import NOBODY, Compared
from balcao.insights.inner.rating import ratings
from balcao.service.between import queries
from balcao.service.between.queries import Department

from .. import hats
from ..posting import as_number
from ..shell import show
from . import rating, words

USUAL = 30
LISTED = 12


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Every area one may know of: customers, hours, agreements, and what those customers said later."""
    actor, days = _reader(request), _asked(request)
    told = queries.report(actor, days.since, days.until)
    later = inner.satisfaction(actor, days.since, days.until)
    most = max([1.0, *(one.waited.open_seconds for one in told.departments)])
    lines = [_line(one, days, most) for one in told.departments]
    context = {
        "days": days.days,
        "spans": [(n, f"{reverse('between:report')}?days={n}") for n in SPANS],
        "whole": words.whole(told.whole),
        "calendar": told.calendar,
        "areas": lines[:LISTED],
        "other_areas": lines[LISTED:],
        "later": words.compared(later[NOBODY]),
        "later_lines": words.lines(later[NOBODY]),
        "by_area": _by_area(told.departments, later),
        "rated": [rating.rated(one) for one in ratings(actor, days.first, days.last)],
        "may_ask": actor.may_anywhere(Permission.ASK),
    }
    return show(request, "between/report.html", context)


@require_safe
def area(request: HttpRequest, team_id: int) -> HttpResponse:
    """The waits for one area, newest first: each from when to when, and the tickets one may open."""
    actor, days = _reader(request), _asked(request)
    found, following = queries.behind(
        actor, days.since, days.until, team_id, cursor=request.GET.get("cursor", "")
    )
    told = queries.report(actor, days.since, days.until, team_id=team_id)
    if not found or not told.departments:
        raise NotFound()
    this = told.departments[0]
    context = {
        "days": days.days,
        "area": this.team,
        "whole": words.whole(this.waited),
        "calendar": told.calendar,
        "agreed": words.agreed(this.agreed),
        "waits": found,
        "more": _way(team_id, days, following) if following else "",
        "back": f"{reverse('between:report')}?days={days.days}",
    }
    return show(request, "between/area.html", context)


def _reader(request: HttpRequest) -> Actor:
    actor = hats.person(request)
    if not queries.may_read(actor):
        raise NotFound()
    return actor


def _asked(request: HttpRequest) -> Period:
    days = as_number(request.GET.get("days", ""))
    return period(days if days in SPANS else USUAL, clock.now(), clock.zone())


def _way(team_id: int, days: Period, cursor: str = "") -> str:
    told = {"days": days.days, **({"cursor": cursor} if cursor else {})}
    return f"{reverse('between:area', args=[team_id])}?{urlencode(told)}"


def _line(one: Department, days: Period, most: float) -> dict[str, Any]:
    return {
        "name": one.team,
        "href": _way(one.team_id, days) if one.waited.tickets else "",
        "fill": round(100 * one.waited.open_seconds / most, 1),
        **words.whole(one.waited),
        "agreed": words.agreed(one.agreed),
    }


def _by_area(departments: list[Department], later: dict[int, Compared]) -> list[dict[str, Any]]:
    """Of each area what its customers said later, where enough of them answered to tell."""
    told = (
        words.apart(one.team, later[one.team_id]) for one in departments if one.team_id in later
    )
    return [one for one in told if one is not None]
