from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.insights.balance import queries
from balcao.insights.balance.queries import Chosen, Part
from balcao.insights.balance.rules import Figure, Period, Share, Waits

from ..components.promises import PROMISES
from ..components.words import number
from ..shell import show
from . import words
from .asking import asked_number, asked_period, balance_at, number_at, reader

HEIGHT, STEP = 80, 20


@require_GET
def behind(request: HttpRequest, figure: str) -> HttpResponse:
    """What a number is made of: teams, days, and the tickets for who may read them all."""
    actor = reader(request)
    period, chosen = asked_period(request), asked_number(request, figure)
    if chosen.promise and chosen.promise not in PROMISES:
        raise NotFound()
    by_team, by_day = queries.breakdown(actor, period, chosen)
    waits = {}
    if chosen.figure is Figure.FIRST_REPLIES:
        waits = queries.waits_by_team(actor, period, chosen, by_team)
    context = {
        "name": words.FIGURES[chosen.figure],
        "side": words.SIDES[chosen.side],
        "promise": PROMISES.get(chosen.promise, ""),
        "days": period.days,
        "total": _amount(chosen, by_team),
        "kept": _kept(chosen, by_team),
        "waited": _waited(waits.get(0)),
        "back": balance_at(period.days, chosen.team_id),
        "sides": [
            (side, label, number_at(period.days, replace(chosen, side=side)), None)
            for side, label in words.SIDES.items()
        ],
        "here": chosen.side,
        "teams": _teams(period, chosen, by_team, waits),
        "whole": number_at(period.days, replace(chosen, team_id=None)) if chosen.team_id else "",
        "bars": _bars(period, chosen, by_day),
        "height": HEIGHT,
        "step": STEP,
        "broken": chosen.is_broken,
        "other": _other(period, chosen),
        "reads_company": actor.may(Permission.READ_FIGURES),
        **_listed(actor, period, chosen, request.GET.get("cursor", "")),
    }
    return show(request, "figures/behind.html", context)


def _listed(actor: Actor, period: Period, chosen: Chosen, cursor: str) -> dict[str, Any]:
    """The rows behind the number, where each of them is the reader's to read."""
    if not queries.may_open(actor, chosen.team_id):
        return {"may_open": False, "rows": [], "more": ""}
    found, after = queries.behind(actor, period, chosen, cursor=cursor)
    told = [{**line, "took": _took(line["seconds"])} for line in found]
    return {
        "may_open": True,
        "rows": told,
        "more": number_at(period.days, chosen, after) if after else "",
    }


def _took(seconds: float | None) -> str:
    return "" if seconds is None else words.time_words(seconds)


def _teams(
    period: Period, chosen: Chosen, parts: list[Part], waits: dict[int, Waits]
) -> list[dict[str, Any]]:
    most = max([1, *(_size(chosen, part) for part in parts)])
    return [
        {
            "name": part.team,
            "href": number_at(period.days, replace(chosen, team_id=part.team_id)),
            "amount": _amount(chosen, [part]),
            "said": _kept(chosen, [part]) or _waited(waits.get(part.team_id)),
            "fill": 100 * _size(chosen, part) / most,
        }
        for part in sorted(parts, key=lambda part: -_size(chosen, part))
    ]


def _bars(period: Period, chosen: Chosen, parts: list[Part]) -> list[dict[str, Any]]:
    """Every day of the period, also those on which nothing was."""
    found = {part.day: part for part in parts}
    most = max([1, *(_size(chosen, part) for part in parts)])
    bars = []
    for place in range(period.days):
        day = period.first + timedelta(days=place)
        part = found.get(day, Part(0, 0, 0, day=day))
        size = _size(chosen, part)
        kept = part.kept if chosen.figure is Figure.PROMISES else size
        bars.append(
            {
                "day": day,
                "amount": _amount(chosen, [part]),
                "kept": number(part.kept),
                "height": round(HEIGHT * size / most, 1),
                "kept_height": round(HEIGHT * kept / most, 1),
            }
        )
    return bars


def _size(chosen: Chosen, part: Part) -> int:
    return part.seconds if chosen.figure is Figure.TIME else part.n


def _amount(chosen: Chosen, parts: list[Part]) -> str:
    whole = sum(_size(chosen, part) for part in parts)
    return words.time_words(whole) if chosen.figure is Figure.TIME else number(whole)


def _kept(chosen: Chosen, parts: list[Part]) -> str:
    """The share kept, where promises are counted and broken ones are not picked out."""
    if chosen.figure is not Figure.PROMISES or chosen.is_broken or not parts:
        return ""
    share = Share(sum(part.kept for part in parts), sum(part.n for part in parts))
    if not share.is_enough:
        return f"{words.share_words(share)} ({words.FEW})"
    return f"{words.percent(share.value)} · {words.share_words(share)}"


def _waited(waits: Waits | None) -> str:
    """Median and 90th percentile in words, of first replies alone."""
    if waits is None:
        return ""
    return words.waits_told(waits) or str(words.FEW)


def _other(period: Period, chosen: Chosen) -> str:
    """Broken promises alone, or all again."""
    if chosen.figure is not Figure.PROMISES:
        return ""
    return number_at(period.days, replace(chosen, is_broken=not chosen.is_broken))
