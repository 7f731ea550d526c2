from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.insights.balance import queries
from balcao.insights.balance.queries import Chosen
from balcao.insights.balance.rules import INSIDE, OUTSIDE, SPANS, Figure, Period, Share, period

from .bearer import Request
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["balance"])
Promise = Literal["first_reply", "next_reply", "resolution", "callback"]


def _span(days: int) -> int:
    """One of the periods there are."""
    if days not in SPANS:
        raise PydanticCustomError("span", "Choose 7, 30 or 90 days")
    return days


class BalanceAsked(Schema):
    """The last so many days, today included; one team by its name, or all."""

    days: Annotated[int, AfterValidator(_span)] = Field(30, json_schema_extra={"enum": [*SPANS]})
    team: Text | None = None


class AskedNumber(BalanceAsked):
    """Which number: its side, and of promises which one, or the broken ones alone."""

    side: Literal["external", "internal"] = OUTSIDE  # type: ignore[assignment]
    promise: Promise | None = None
    broken: bool = False


class AskedRows(AskedNumber, Paging):
    """Which number, and which page of what is behind it."""


class Proportion(Schema):
    """So many of so many, with the interval of 95 %; below ten cases no share is told."""

    found: int
    among: int
    share: float | None
    low: float | None
    high: float | None


class BalanceKept(Proportion):
    """How many promises of one sort were kept."""

    promise: Promise


class Quantile(Schema):
    """Working seconds, with an interval whose ends may be unknown."""

    seconds: float
    low: float | None
    high: float | None


class Waits(Schema):
    """How long first replies took: median, and what nine in ten stay within; neither below ten."""

    n: int
    median: Quantile | None
    ninth: Quantile | None


class Side(Schema):
    """One side of the counter; `replies` are on `answered` tickets, `seconds` on `attended` ones."""

    opened: int
    solved: int
    replies: int
    answered: int
    seconds: int
    attended: int
    promises: Proportion
    by_promise: list[BalanceKept]
    first_replies: Waits


class Balance(Schema):
    """Both sides; `teams` are those counted, `calendar` whose hours the waits are told in."""

    since: datetime
    until: datetime
    teams: list[str]
    calendar: str
    outside: Side
    inside: Side


class TeamPart(Schema):
    """What one team adds to a number; `kept` is of promises, `seconds` of time."""

    team: str
    n: int
    kept: int
    seconds: int


class DayPart(Schema):
    """What one day adds to a number."""

    day: date
    n: int
    kept: int
    seconds: int


class Breakdown(Schema):
    """A number by team and by day: each of the two adds up to it."""

    by_team: list[TeamPart]
    by_day: list[DayPart]


class Behind(Schema):
    """One row that a number counts."""

    protocol: str
    subject: str
    status: str
    team: str
    at: datetime
    promise: Promise | None
    is_kept: bool | None
    seconds: float | None


@router.get("/balance", response={200: Balance, **REFUSALS})
def read_balance(request: Request, told: Query[BalanceAsked]) -> dict[str, Any]:
    """Both sides of the counter, as on the page; for directors and for supervisors of a team."""
    actor, span, team_id = _asked(request, told)
    both = queries.balance(actor, span, team_id=team_id)
    return {
        "since": span.since,
        "until": span.until,
        "teams": [t["name"] for t in queries.teams(actor) if team_id in (None, t["id"])],
        "calendar": both.calendar,
        "outside": _side(both.outside),
        "inside": _side(both.inside),
    }


@router.get("/balance/{figure}", response={200: Breakdown, **REFUSALS})
def break_down(request: Request, figure: Figure, told: Query[AskedNumber]) -> dict[str, Any]:
    """What a number of the balance is made of."""
    actor, span, team_id = _asked(request, told)
    by_team, by_day = queries.breakdown(actor, span, _chosen(figure, told, team_id))
    return {"by_team": by_team, "by_day": by_day}


@router.get("/balance/{figure}/rows", response={200: Page[Behind], **REFUSALS})
def list_behind(request: Request, figure: Figure, told: Query[AskedRows]) -> dict[str, Any]:
    """The rows that a number counts, newest first; for who supervises every team it counts."""
    actor, span, team_id = _asked(request, told)
    chosen = _chosen(figure, told, team_id)
    found, following = queries.behind(actor, span, chosen, cursor=told.cursor, limit=told.limit)
    return {
        "items": [{**line, "promise": line["promise"] or None} for line in found],
        "next": following,
    }


def _asked(request: Request, told: BalanceAsked) -> tuple[Actor, Period, int | None]:
    """Who asks, of which period and team; NotFound for who reads no figures, or not that team's."""
    actor = request.actor
    if not actor.may(Permission.READ_FIGURES) and not actor.teams_where(Permission.SUPERVISE):
        raise NotFound()
    span = period(told.days, clock.now(), clock.zone())
    if told.team is None:
        return actor, span, None
    found = [team["id"] for team in queries.teams(actor) if team["name"] == told.team]
    if not found:
        raise NotFound()
    return actor, span, found[0]


def _chosen(figure: Figure, told: AskedNumber, team_id: int | None) -> Chosen:
    is_promise = figure is Figure.PROMISES
    return Chosen(
        figure,
        INSIDE if told.side == INSIDE else OUTSIDE,
        promise=told.promise or "" if is_promise else "",
        team_id=team_id,
        is_broken=is_promise and told.broken,
    )


def _side(side: queries.Side) -> dict[str, Any]:
    names = ("opened", "solved", "replies", "answered", "seconds", "attended")
    kept = [{"promise": name, **_share(share)} for name, share in side.by_promise.items()]
    return {
        **{name: getattr(side, name) for name in names},
        "promises": _share(side.promises),
        "by_promise": sorted(kept, key=lambda one: str(one["promise"])),
        "first_replies": side.waits,
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval if share.is_enough else (None, None)
    return {
        "found": share.found,
        "among": share.among,
        "share": share.value if share.is_enough else None,
        "low": low,
        "high": high,
    }
