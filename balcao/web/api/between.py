from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from balcao.core import clock
from balcao.core.errors import NotFound
from balcao.insights.balance.rules import SPANS, period
from balcao.insights.inner import queries as inner
from balcao.insights.inner.queries import NOBODY, Compared
from balcao.insights.inner.queries import Told as Counted
from balcao.insights.inner.rating import Rated, ratings
from balcao.service.between import actions
from balcao.service.between import queries as between
from balcao.service.between.queries import Department, Waited
from balcao.service.inboxes import queries as inboxes
from balcao.service.tickets import queries
from balcao.service.tickets.content import Said

from .bearer import Request
from .scored import Told, shown
from .shapes import REFUSALS, Text

router = Router(tags=["between departments"])


def _span(days: int) -> int:
    """One of the periods there are."""
    if days not in SPANS:
        raise PydanticCustomError("span", "Choose 7, 30 or 90 days")
    return days


class ReportAsked(Schema):
    """The last so many days, today included."""

    days: Annotated[int, AfterValidator(_span)] = Field(30, json_schema_extra={"enum": [*SPANS]})


class InsideRequest(Schema):
    """What was asked of another area because of a customer's ticket, for who handles that ticket.

    `protocol` is empty for who may not open it; of a confidential area only who asked reads more than
    that the customer waits. `open_seconds` are within the company's hours, so far.
    """

    id: int
    protocol: str
    subject: str
    team: str | None
    status: str | None
    answer: str | None
    asked_at: datetime
    waits: bool
    waiting_since: datetime | None
    open_seconds: float


class Inside(Schema):
    """Since when the ticket waits for another area, which any reader of it may know; and for what."""

    waiting_since: datetime | None
    requests: list[InsideRequest]


class NewInsideRequest(Schema):
    """The other area's inbox by its address, and what is needed of it."""

    inbox: Text
    subject: Text
    body: Text
    waits: bool = True


class WaitChange(Schema):
    """Whether the customer waits for it."""

    waits: bool


class Middle(Schema):
    """Half waited at most so long, in open seconds, with its interval; an end nobody knows is null."""

    seconds: float
    low: float | None
    high: float | None


class Hours(Schema):
    """How long customers waited: each instant of a ticket once; `middle` from ten ended waits on."""

    tickets: int
    waiting: int
    open_seconds: float
    seconds: float
    ended: int
    middle: Middle | None


class Area(Schema):
    """One area: the waits for it, and its agreements on what was asked because of customers."""

    team: str
    waited: Hours
    kept: int
    broken: int


class Satisfied(Schema):
    """So many satisfied of so many."""

    satisfied: int
    answers: int


class Later(Schema):
    """Satisfaction later of customers who waited and of the others; the difference from ten answers
    each on, in shares from -1 to 1, distinguishable or not."""

    waited: Satisfied
    others: Satisfied
    difference: float | None
    low: float | None
    high: float | None
    is_distinguishable: bool | None


class RatedArea(Told):
    """What is told of one area by all that asked it."""

    area: str


class RatedPair(RatedArea):
    """What is told of one area by one that asked it."""

    asker: str


class Rating(Told):
    """How areas serve each other, by one survey: `told` of all of them, then by area, and crossed with
    who asked. Of an anonymous survey the last round that closed, and only pairs the gate let through."""

    survey: int
    name: str
    round: int | None
    areas: list[RatedArea]
    pairs: list[RatedPair]


class Report(Schema):
    """All areas the reader may know of; `calendar` is empty where every hour counts."""

    calendar: str
    whole: Hours
    areas: list[Area]
    satisfaction: Later
    ratings: list[Rating]


@router.get("/tickets/{protocol}/inside-requests", response={200: Inside, **REFUSALS})
def read_inside(request: Request, protocol: str) -> dict[str, Any]:
    """Whether a ticket waits for another area, and for who handles it what was asked."""
    return _inside(request, protocol)


@router.post("/tickets/{protocol}/inside-requests", response={201: Inside, **REFUSALS})
def create_inside(request: Request, protocol: str, told: NewInsideRequest) -> Status[Any]:
    """Ask another area because of a customer's ticket."""
    found = queries.get(request.actor, protocol)
    inbox = inboxes.usable_by_address(request.actor, told.inbox)
    if inbox is None:
        raise NotFound()
    actions.ask(
        request.actor,
        found["id"],
        inbox["id"],
        told.subject,
        Said(told.body, channel="api"),
        waits=told.waits,
        came_by=request.handle_id,
    )
    return Status(201, _inside(request, protocol))


@router.patch("/tickets/{protocol}/inside-requests/{inside_id}", response={200: Inside, **REFUSALS})
def change_inside(
    request: Request, protocol: str, inside_id: int, told: WaitChange
) -> dict[str, Any]:
    """Say whether the customer waits for what was asked."""
    found = queries.get(request.actor, protocol)
    if all(line["id"] != inside_id for line in between.asked(request.actor, found)):
        raise NotFound()
    actions.set_waits(request.actor, inside_id, waits=told.waits)
    return _inside(request, protocol)


@router.get("/between-areas", response={200: Report, **REFUSALS})
def read_report(request: Request, told: Query[ReportAsked]) -> dict[str, Any]:
    """How long customers waited for whom inside; for who reads figures of the company or of a team."""
    if not between.may_read(request.actor):
        raise NotFound()
    days = period(told.days, clock.now(), clock.zone())
    found = between.report(request.actor, days.since, days.until)
    later = inner.satisfaction(request.actor, days.since, days.until)
    return {
        "calendar": found.calendar,
        "whole": _hours(found.whole),
        "areas": [_area(one) for one in found.departments],
        "satisfaction": _later(later[NOBODY]),
        "ratings": [_rating(one) for one in ratings(request.actor, days.first, days.last)],
    }


def _inside(request: Request, protocol: str) -> dict[str, Any]:
    found = queries.get(request.actor, protocol)
    waiting = between.plain(request.actor, found)
    return {
        "waiting_since": waiting["since"] if waiting else None,
        "requests": between.asked(request.actor, found),
    }


def _area(one: Department) -> dict[str, Any]:
    return {
        "team": one.team,
        "waited": _hours(one.waited),
        "kept": one.agreed.kept,
        "broken": one.agreed.broken,
    }


def _hours(told: Waited) -> dict[str, Any]:
    return {name: getattr(told, name) for name in Hours.model_fields}


def _later(told: Compared) -> dict[str, Any]:
    found = told.difference
    return {
        "waited": _satisfied(told.waited),
        "others": _satisfied(told.others),
        "difference": found and found.value,
        "low": found and found.low,
        "high": found and found.high,
        "is_distinguishable": found and found.distinguishable,
    }


def _rating(one: Rated) -> dict[str, Any]:
    return {
        "survey": one.survey_id,
        "name": one.name,
        "round": one.round and one.round["number"],
        "areas": [{"area": area.label, **shown(area.told)} for area in one.areas],
        "pairs": [
            {"area": pair.area_name, "asker": pair.asker_name, **shown(pair.told)}
            for pair in one.pairs
        ],
        **shown(one.everybody),
    }


def _satisfied(told: Counted) -> dict[str, int]:
    return {"satisfied": told.satisfied, "answers": told.n}
