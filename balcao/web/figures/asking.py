"""What a page of the balance is asked for: period, team, and which number."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.insights.balance.queries import Chosen
from balcao.insights.balance.rules import INSIDE, OUTSIDE, SPANS, Figure, Period, period

from .. import hats

USUAL = 30


def reader(request: HttpRequest) -> Actor:
    """Who asks, if they read figures of the company or of a team; NotFound for everybody else."""
    actor = hats.person(request)
    if not actor.may(Permission.READ_FIGURES) and not actor.teams_where(Permission.SUPERVISE):
        raise NotFound()
    return actor


def asked_period(request: HttpRequest) -> Period:
    """The period asked for, up to now; thirty days when it is none of those there are."""
    days = _number(request, "days")
    return period(days if days in SPANS else USUAL, clock.now(), clock.zone())


def asked_team(request: HttpRequest) -> int | None:
    """The id of the team asked for, or None for all."""
    return _number(request, "team")


def asked_number(request: HttpRequest, figure: str) -> Chosen:
    """The number asked for; NotFound for a figure that there is not."""
    if figure not in set(Figure):
        raise NotFound()
    is_promise = figure == Figure.PROMISES
    return Chosen(
        Figure(figure),
        INSIDE if request.GET.get("side") == INSIDE else OUTSIDE,
        promise=request.GET.get("promise", "") if is_promise else "",
        team_id=asked_team(request),
        is_broken=is_promise and request.GET.get("broken") == "1",
    )


def balance_at(days: int, team_id: int | None = None) -> str:
    """The address of the balance."""
    return _with(reverse("figures:balance"), {"days": days, "team": team_id})


def number_at(days: int, chosen: Chosen, cursor: str = "") -> str:
    """The address of what is behind a number."""
    told = {
        "side": chosen.side,
        "days": days,
        "team": chosen.team_id,
        "promise": chosen.promise,
        "broken": "1" if chosen.is_broken else "",
        "cursor": cursor,
    }
    return _with(reverse("figures:behind", args=[str(chosen.figure)]), told)


def _with(address: str, told: dict[str, object]) -> str:
    return f"{address}?{urlencode({name: value for name, value in told.items() if value})}"


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
