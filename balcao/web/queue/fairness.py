from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from balcao.core import clock
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.routing import queries
from balcao.service.routing.rules import WHY_LABELS, Act

from .. import hats
from ..shell import show

SPANS = {"1": 1, "7": 7, "30": 30}
WIDTH = 200
ACTS: dict[str, Promise] = {Act.ASSIGNED: _("Given"), Act.RETURNED: _("Taken back")}
VERDICTS = {
    "even": _("As expected"),
    "more": _("More than expected"),
    "less": _("Less than expected"),
    "unknown": _("Too little to say"),
    "absent": _("Was not here"),
}


@require_GET
def fairness(request: HttpRequest) -> HttpResponse:
    """How evenly the desk gave out tickets in one's teams, and what was passed on."""
    actor = hats.agent(request)
    days, since, until = _span(request)
    teams = queries.fairness(actor, since, until)
    told = {
        "teams": [{**team, "people": [_drawn(each) for each in team["people"]]} for team in teams],
        "skips": queries.skips(actor, since, until),
        "days": days,
        "spans": list(SPANS.values()),
        "width": WIDTH,
    }
    return show(request, "queue/fairness.html", told)


@require_GET
def given(request: HttpRequest, person_id: int) -> HttpResponse:
    """The tickets behind one person's numbers."""
    actor = hats.agent(request)
    days, since, until = _span(request)
    found = queries.given(actor, person_id, since, until)
    if not found:
        raise NotFound()
    lines = [{**line, "act": ACTS[line["act"]], "why": WHY_LABELS[line["why"]]} for line in found]
    told = {"lines": lines, "days": days, "person": found[0]["person"]}
    return show(request, "queue/given.html", told)


def _span(request: HttpRequest) -> tuple[int, datetime, datetime]:
    days = SPANS.get(request.GET.get("days", "7"), 7)
    until = clock.now()
    return days, until - timedelta(days=days), until


def _drawn(each: Row) -> dict[str, Any]:
    """A person's line of the picture: their share with its interval, and where even would be."""
    return {
        **each,
        "hours": f"{int(each['seconds']) // 3600}:{int(each['seconds']) // 60 % 60:02d}",
        "percent": None if each["share"] is None else round(100 * each["share"]),
        "even_percent": None if each["even"] is None else round(100 * each["even"]),
        "bar": round(WIDTH * (each["share"] or 0)),
        "from_x": round(WIDTH * each["low"]),
        "to_x": round(WIDTH * each["high"]),
        "even_x": None if each["even"] is None else round(WIDTH * each["even"]),
        "verdict_words": VERDICTS[each["verdict"]],
    }
