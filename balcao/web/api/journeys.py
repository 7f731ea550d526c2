from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from balcao.core import clock
from balcao.core.errors import NotFound
from balcao.listening.journeys import queries
from balcao.listening.journeys.rules import USUAL, Drawn, Told, period

from .bearer import Request
from .shapes import REFUSALS, Page

router = Router(tags=["journeys"])


class Journey(Schema):
    """What a client goes through; `asked` of its `stages` have a question that tells of them."""

    id: int
    names: dict[str, str]
    side: Literal["external", "internal"]
    team: str | None
    stages: int
    asked: int


class Movement(Schema):
    """Against the period or round before: 95 % sure between `low` and `high`."""

    value: float
    low: float
    high: float
    is_distinguishable: bool


class StageScore(Schema):
    """What one question tells of a stage, on its own scale; where it tells nothing, `gap` says why.

    Of anonymous surveys `n` is null and `n_from` to `n_to` the band.
    """

    survey_id: int | None
    question_id: int | None
    part: str
    cut: str
    group: str
    gap: str | None
    measure: str | None
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    n_from: int | None
    n_to: int | None
    change: Movement | None


class StageDrawn(Schema):
    """A stage; without any score it is a gap, for this reason."""

    id: int
    names: dict[str, str]
    does: dict[str, str]
    touchpoints: dict[str, str]
    gap: str | None
    scores: list[StageScore]


class JourneyDrawn(Schema):
    """A journey over these days, both included."""

    id: int
    names: dict[str, str]
    side: Literal["external", "internal"]
    since: date
    until: date
    stages: list[StageDrawn]


class JourneySpan(Schema):
    """Over how many days up to today."""

    days: int = Field(USUAL, ge=1, le=1100)


@router.get("/journeys", response={200: Page[Journey], **REFUSALS})
def list_journeys(request: Request) -> dict[str, Any]:
    """The journeys one may read, all on one page; for who asks, supervises or directs."""
    if not queries.may_read(request.actor):
        raise NotFound()
    return {"items": queries.journeys(request.actor), "next": None}


@router.get("/journeys/{int:journey_id}", response={200: JourneyDrawn, **REFUSALS})
def get_journey(request: Request, journey_id: int, told: Query[JourneySpan]) -> dict[str, Any]:
    """One journey stage by stage, each score with its doubt, or why there is a gap."""
    journey = queries.journey(request.actor, journey_id)
    during = period(told.days, clock.today())
    found = queries.drawn(request.actor, journey_id, days=told.days)
    return {**journey, **during._asdict(), "stages": [_stage(one) for one in found]}


def _stage(one: Drawn) -> dict[str, Any]:
    return {**one._asdict(), "scores": [_score(told) for told in one.told]}


def _score(told: Told) -> dict[str, Any]:
    linked, score, change = told.linked, told.score, told.change
    around = {
        "survey_id": linked.survey_id or None,
        "question_id": linked.asked.id if linked.asked else None,
        "part": linked.part,
        "cut": linked.cut,
        "group": linked.group,
        "gap": told.gap,
    }
    if score is None:
        empty = ("measure", "value", "low", "high", "n", "n_from", "n_to", "change")
        return {**around, **dict.fromkeys(empty)}
    moved = change and {**change._asdict(), "is_distinguishable": change.distinguishable}
    band = score.band
    return {
        **around,
        **{name: getattr(score, name) for name in ("measure", "value", "low", "high", "n")},
        "n_from": band.fewest if band else None,
        "n_to": band.most if band else None,
        "change": moved,
    }
