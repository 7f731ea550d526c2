"""Whom surveys ask and when, and the ways open to whoever comes by, for machines."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import clock, text
from balcao.core.sql import Row
from balcao.listening.asking import actions, links, queries

from .bearer import Request
from .shapes import REFUSALS, Nothing, Page, Paging, Text
from .surveys import Wave, before, wave

router = Router(tags=["surveys"])
When = Literal["resolved", "delivered", "hired", "calendar", "sample"]
LinkKind = Literal["link", "qr", "kiosk"]
Days = Annotated[int, Field(ge=0, le=1000)]
Id = Annotated[int, Field(ge=1, le=2**53)]
Label = Annotated[str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=200)]


class Conditions(Schema):
    """Who is meant: each list narrows, an empty one asks everybody. Teams and departments by id."""

    sides: list[Literal["external", "internal"]] = Field(default_factory=list, max_length=2)
    kinds: list[Text] = Field(default_factory=list, max_length=20)
    relationships: list[Text] = Field(default_factory=list, max_length=20)
    teams: list[Id] = Field(default_factory=list, max_length=200)
    departments: list[Id] = Field(default_factory=list, max_length=200)


class Rhythm(Schema):
    """When the calendar asks: weekday 0 is Monday, the hour is the company's."""

    every: Literal["week", "month", "quarter"]
    weekday: int = Field(0, ge=0, le=6)
    hour: int = Field(9, ge=0, le=23)


class NewOccasion(Schema):
    """When a survey is sent by itself and to whom; a lot decides about the share, nobody picks."""

    when: When
    delay_days: Days = 0
    conditions: Conditions = Field(default_factory=Conditions)
    share: Decimal = Field(Decimal(1), gt=0, le=1, max_digits=5, decimal_places=4)
    rhythm: Rhythm | None = None
    quarantine_days: Days = 30
    remind_after_days: list[Days] = Field([3], max_length=10)
    open_days: Days = 14


class Occasion(Schema):
    """An occasion as it stands, with the seed of its lot."""

    id: int
    survey_id: int
    when: When
    delay_days: int
    conditions: dict[str, list[Any]]
    share: str = Field(pattern=r"^[01]\.[0-9]{4}$")
    seed: str
    rhythm: dict[str, Any] | None
    quarantine_days: int
    remind_after_days: list[int]
    open_days: int
    is_active: bool
    next_at: datetime | None


class Draw(Schema):
    """With `seen`, the number of the last wave one knows of (0 for none), a call sent twice draws once."""

    seen: int | None = Field(None, ge=0, le=2**31 - 1)


class NewLink(Schema):
    """A way to answer without being asked; `label` says where it will be."""

    kind: LinkKind
    label: Label
    closes_at: datetime | None = None


class Link(Schema):
    """A link open to all; `address` is null once it takes no answers or its key is gone."""

    id: int
    survey_id: int
    kind: LinkKind
    label: str
    address: str | None
    is_open: bool
    opened_at: datetime
    closes_at: datetime | None
    stopped_at: datetime | None


@router.get("/surveys/{int:survey_id}/occasions", response={200: Page[Occasion], **REFUSALS})
def list_occasions(request: Request, survey_id: int) -> dict[str, Any]:
    """When a survey is sent and to whom, those in force first."""
    found = queries.occasions(request.actor, survey_id)
    return {"items": [_occasion(one) for one in found], "next": None}


@router.post("/surveys/{int:survey_id}/occasions", response={201: Occasion, **REFUSALS})
def add_occasion(request: Request, survey_id: int, told: NewOccasion) -> Status[dict[str, Any]]:
    """Say when a survey is sent; the same said twice is one occasion."""
    given = told.model_dump(exclude={"conditions", "rhythm"})
    conditions = {name: kept for name, kept in told.conditions.model_dump().items() if kept}
    rhythm = told.rhythm.model_dump() if told.rhythm else None
    terms = actions.Terms(**given, conditions=conditions, rhythm=rhythm)
    made = actions.set_occasion(request.actor, survey_id, terms, is_once=True)
    found = queries.occasions(request.actor, survey_id)
    return Status(201, next(_occasion(one) for one in found if one["id"] == made.pk))


@router.post("/occasions/{int:occasion_id}/actions/stop", response={200: Occasion, **REFUSALS})
def stop_occasion(
    request: Request, occasion_id: int, told: Nothing | None = None
) -> dict[str, Any]:
    """Ask nobody else at this occasion."""
    made = actions.stop_occasion(request.actor, occasion_id)
    found = queries.occasions(request.actor, made.survey_id)
    return next(_occasion(one) for one in found if one["id"] == occasion_id)


@router.post("/occasions/{int:occasion_id}/actions/draw", response={201: Wave, **REFUSALS})
def draw_sample(
    request: Request, occasion_id: int, told: Draw | None = None
) -> Status[dict[str, Any]]:
    """Draw the sample of an occasion and ask it: a wave of its own."""
    seen = told.seen if told else None
    made = actions.draw_sample(request.actor, occasion_id, seen=seen)
    return Status(201, wave(request.actor, made.survey_id, made.number))


@router.get("/surveys/{int:survey_id}/links", response={200: Page[Link], **REFUSALS})
def list_links(request: Request, survey_id: int, told: Query[Paging]) -> dict[str, Any]:
    """The links of a survey that are open to all, newest first."""
    found = links.links(request.actor, survey_id, before=before(told.cursor), limit=told.limit + 1)
    shown = found[: told.limit]
    more = len(found) > told.limit
    return {
        "items": [_link(one) for one in shown],
        "next": str(shown[-1]["id"]) if more else None,
    }


@router.post("/surveys/{int:survey_id}/links", response={201: Link, **REFUSALS})
def open_link(request: Request, survey_id: int, told: NewLink) -> Status[dict[str, Any]]:
    """Let whoever has the link answer; 403 of an anonymous survey, with the reason."""
    made = actions.open_link(
        request.actor, survey_id, told.kind, told.label, closes_at=_instant(told.closes_at)
    )
    return Status(201, _link(links.link(request.actor, made.pk)))


@router.post("/links/{int:link_id}/actions/stop", response={200: Link, **REFUSALS})
def stop_link(request: Request, link_id: int, told: Nothing | None = None) -> dict[str, Any]:
    """Take no more answers by a link, for good."""
    actions.stop_link(request.actor, link_id)
    return _link(links.link(request.actor, link_id))


def _occasion(one: Row) -> dict[str, Any]:
    return {**one, "share": f"{one['share']:.4f}"}


def _link(one: Row) -> dict[str, Any]:
    token = one["token"] if one["is_open"] else None
    way = reverse("answering:passing", args=[token]) if token else ""
    return {**one, "address": f"{settings.BASE_URL}{way}" if way else None}


def _instant(told: datetime | None) -> datetime | None:
    """An instant; one without an offset is of the company's clock."""
    if told is None or told.tzinfo is not None:
        return told
    return told.replace(tzinfo=ZoneInfo(clock.zone()))
