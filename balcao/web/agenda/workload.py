from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from balcao.core import clock
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.agenda import queries
from balcao.service.tickets.narrowing import NOBODY, Only
from balcao.service.tickets.queries import View

from .. import hats, moments
from ..components.presence import STATES
from ..shell import show

WIDTH = 120
COLUMNS: list[tuple[str, str | Promise]] = [
    ("active", _("In all")),
    (Only.OPEN, _("Open")),
    (Only.WAITING, _("Client waits")),
    (Only.DUE_TODAY, _("Due today")),
    (Only.OVERDUE, _("Overdue")),
]


class Cell(NamedTuple):
    """A number and the list behind it."""

    name: str
    number: int
    href: str


@require_GET
def workload(request: HttpRequest) -> HttpResponse:
    """What each team and each of its people has now; every number opens its tickets."""
    actor = hats.agent(request)
    told = {
        "teams": [_drawn(team) for team in queries.workload(actor)],
        "heads": [label for _name, label in COLUMNS],
        "states": STATES,
        "width": WIDTH,
        "topics": " ".join(f"team:{team}" for team in actor.team_ids),
    }
    return show(request, "agenda/workload.html", told)


@require_GET
def worked(request: HttpRequest, team_id: int) -> HttpResponse:
    """The tickets behind the time a team, or one of its people, spent in a day."""
    actor = hats.agent(request)
    on = moments.read_day(request.GET.get("on", "")) or clock.today()
    name, found = queries.worked(actor, team_id, on, person_id=_person(request))
    told = {
        "team": name,
        "on": on,
        "rows": found,
        "seconds": sum(line["seconds"] for line in found),
    }
    return show(request, "agenda/worked.html", told)


def _drawn(team: Row) -> dict[str, Any]:
    number = team["team_id"]
    return {
        **team,
        "cells": _cells(team, number, None),
        "time_href": _time(number, None),
        "nobody_cells": _cells(team["nobody"], number, NOBODY),
        "people": [_person_drawn(person, number) for person in team["people"]],
    }


def _person_drawn(person: Row, team_id: int) -> dict[str, Any]:
    """With the picture of how full they are: open tickets beside what they take at once."""
    open_count, at_once = person[Only.OPEN], person["at_once"]
    scale = max(at_once, open_count, 1)
    return {
        **person,
        "cells": _cells(person, team_id, person["person_id"]),
        "time_href": _time(team_id, person["person_id"]),
        "bar": round(WIDTH * min(open_count, at_once) / scale),
        "over": round(WIDTH * max(0, open_count - at_once) / scale),
        "limit_x": round(WIDTH * at_once / scale),
        "is_full": open_count >= at_once,
    }


def _cells(line: Row, team_id: int, agent: int | None) -> list[Cell]:
    return [Cell(str(name), line[name], _list(team_id, agent, name)) for name, _label in COLUMNS]


def _list(team_id: int, agent: int | None, name: str) -> str:
    only = name if name in set(Only) else None
    asked = {"team": team_id, "agent": agent, "only": only}
    told = urlencode({key: value for key, value in asked.items() if value is not None})
    return f"{reverse('desk:list', args=[View.TEAMS])}?{told}"


def _time(team_id: int, agent: int | None) -> str:
    address = reverse("agenda:worked", args=[team_id])
    return f"{address}?agent={agent}" if agent is not None else address


def _person(request: HttpRequest) -> int | None:
    text = request.GET.get("agent", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotFound()
    return int(text)
