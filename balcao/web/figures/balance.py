from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from balcao.core.actor import Permission
from balcao.core.sql import Row
from balcao.insights.balance import queries
from balcao.insights.balance.queries import Balance, Chosen
from balcao.insights.balance.rules import INSIDE, OUTSIDE, SPANS, Figure, Share, Verdict, compare

from ..shell import show
from . import words
from .asking import asked_period, asked_team, balance_at, number_at, reader
from .lines import Told, effort_lines, promise_lines, strips, wait_lines
from .scale import scale


@require_GET
def balance(request: HttpRequest) -> HttpResponse:
    """Both sides of the counter beside each other: promises, effort, waits."""
    actor = reader(request)
    period, team = asked_period(request), asked_team(request)
    both = queries.balance(actor, period, team_id=team)
    told = Told(period.days, team)
    context = {
        "days": period.days,
        "spans": [(days, balance_at(days, team)) for days in SPANS],
        "teams": _choices(queries.teams(actor)),
        "team": team,
        "sides": words.SIDES,
        "whole": _whole(period.days, team, both),
        "promises": promise_lines(told, both),
        "effort": effort_lines(told, both),
        "waits": wait_lines(told, both),
        "strips": strips(both),
        "calendar": both.calendar,
        "reads_company": actor.may(Permission.READ_FIGURES),
    }
    return show(request, "figures/balance.html", context)


def _choices(teams: list[Row]) -> list[tuple[int, str]]:
    return [(team["id"], team["name"]) for team in teams]


def _whole(days: int, team: int | None, both: Balance) -> dict[str, Any]:
    """All promises of each side together: the scales, and the same in words."""
    out, inside = both.outside.promises, both.inside.promises
    told = compare(inside, out)
    verdict = words.attainment_words(inside, out)
    sides = [_of_side(days, team, side, own) for side, own in ((OUTSIDE, out), (INSIDE, inside))]
    said = [f"{side['label']}: {side['text']}, {side['detail']}." for side in sides]
    return {
        "scale": scale(told),
        "outside": sides[0],
        "inside": sides[1],
        "verdict": verdict,
        "is_few": told.verdict is Verdict.FEW,
        "alternative": " ".join([_("Kept promises."), *said, verdict]),
    }


def _of_side(days: int, team: int | None, side: str, share: Share) -> dict[str, Any]:
    chosen = Chosen(Figure.PROMISES, side, team_id=team)
    return {
        "label": words.SIDES[side],
        "text": words.share_head(share),
        "short": words.percent(share.value) if share.is_enough else "–",
        "detail": words.share_words(share),
        "href": number_at(days, chosen) if share.among else "",
    }
