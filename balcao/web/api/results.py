"""Results of surveys: the same reads as the pages, so the same scope and the same gate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from balcao.core.errors import Invalid
from balcao.core.sql import Row
from balcao.listening.results import queries
from balcao.listening.results.rules import Hidden, Point, Score
from balcao.listening.surveys.rules import Asked
from balcao.measures.scores import Difference

from .bearer import Request
from .scored import Told, shown
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["results"])
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
Cut = Literal[
    "team",
    "department",
    "unit",
    "relationship",
    "tenure",
    "region",
    "channel",
    "way",
    "link",
]
_WEEKS_MOST = 366 * 5


class Period(Schema):
    """Both days included; of all there are where they are not given. Of an anonymous survey its last
    round that closed on these days is told."""

    since: Day | None = None
    until: Day | None = None


class OfGroup(Period):
    """Whose answers: of one group of one cut, or of everybody."""

    cut: Cut | None = None
    value: Text = ""


class OfQuestion(Schema):
    """Which question, and of a matrix or a ranking which line of it."""

    question: int = Field(ge=1, lt=2**63)
    part: Text = ""


class AskedCourse(OfGroup, OfQuestion):
    """The course of which question, in months or weeks; the last twelve months without days."""

    step: Literal["month", "week"] = "month"


class AskedGroups(Period, OfQuestion):
    """Which question, and by which cut its groups are told."""

    cut: Cut


class AskedAnswers(OfGroup, Paging):
    """Whose answers, and which page of them."""


class Result(Told):
    """What is told of a question, or of one line of it."""

    question: int
    part: str
    kind: str
    words: dict[str, str]
    is_asked_now: bool


class ScoreChange(Schema):
    """A score less the one before, and whether that can be told from chance."""

    value: float
    low: float
    high: float
    distinguishable: bool


class ResultStretch(Told):
    """A point of a course, both days included; `change` is against the last point with a score."""

    since: date
    until: date
    change: ScoreChange | None


class ResultGroup(Told):
    """What is told of one group."""

    value: str
    label: str


class Answer(Schema):
    """A single answer, `values` by id of question; `person` is null where it came by a link."""

    id: int
    answered_at: datetime
    way: Literal["mail", "portal", "link", "qr", "kiosk"]
    person: str | None
    protocol: str | None
    order: str | None
    values: dict[str, Any]


@router.get("/surveys/{int:survey_id}/results", response={200: Page[Result], **REFUSALS})
def list_results(request: Request, survey_id: int, told: Query[OfGroup]) -> dict[str, Any]:
    """Every question of a survey, those asked now first."""
    found = queries.survey(request.actor, survey_id)
    answered = queries.scores(request.actor, survey_id, **_days(told), **_group(told))
    return _whole([_result(found, *one) for one in answered])


@router.get("/surveys/{int:survey_id}/trend", response={200: Page[ResultStretch], **REFUSALS})
def list_course(request: Request, survey_id: int, told: Query[AskedCourse]) -> dict[str, Any]:
    """A question month by month, week by week, or of an anonymous survey round by round."""
    if told.since and told.until and (told.until - told.since).days > _WEEKS_MOST:
        raise Invalid(_("Ask for five years at most."), {"since": _("Ask for five years at most.")})
    points = queries.trend(
        request.actor,
        survey_id,
        told.question,
        step=told.step,
        part=told.part,
        **_days(told),
        **_group(told),
    )
    return _whole([_stretch(point) for point in points])


@router.get("/surveys/{int:survey_id}/groups", response={200: Page[ResultGroup], **REFUSALS})
def list_groups(request: Request, survey_id: int, told: Query[AskedGroups]) -> dict[str, Any]:
    """A question of each group of one cut that one may read."""
    named = queries.by_group(
        request.actor, survey_id, told.question, told.cut, part=told.part, **_days(told)
    )
    return _whole([{"value": value, "label": label, **shown(one)} for value, label, one in named])


@router.get("/surveys/{int:survey_id}/answers", response={200: Page[Answer], **REFUSALS})
def list_answers(request: Request, survey_id: int, told: Query[AskedAnswers]) -> dict[str, Any]:
    """Single answers of a survey that is not anonymous, the last first, for who may read them."""
    found, following = queries.answers(
        request.actor,
        survey_id,
        before=_before(told.cursor),
        limit=told.limit,
        **_days(told),
        **_group(told),
    )
    return {
        "items": [_answer(one) for one in found],
        "next": None if following is None else str(following),
    }


def _whole(items: list[dict[str, Any]]) -> dict[str, Any]:
    """A list that is its own only page."""
    return {"items": items, "next": None}


def _days(told: Period) -> dict[str, Any]:
    return {"since": told.since, "until": told.until}


def _group(told: OfGroup) -> dict[str, Any]:
    return {"cut": told.cut or "", "value": told.value if told.cut else ""}


def _result(
    found: Mapping[str, Any], asked: Asked, part: str, told: Score | Hidden | None
) -> dict[str, Any]:
    return {
        "question": asked.id,
        "part": part,
        "kind": str(asked.kind),
        "words": dict(asked.words),
        "is_asked_now": asked.id in found["now"],
        **shown(told),
    }


def _stretch(point: Point) -> dict[str, Any]:
    return {
        "since": point.since,
        "until": point.until,
        "change": _change(point.change),
        **shown(point.told),
    }


def _change(change: Difference | None) -> dict[str, Any] | None:
    return change._asdict() if change else None


def _answer(one: Row) -> dict[str, Any]:
    return {
        "id": one["id"],
        "answered_at": one["answered_at"],
        "way": one["way"],
        "person": one["person"],
        "protocol": one["protocol"],
        "order": one["order_number"],
        "values": {str(asked.id): value for asked, value in one["given"]},
    }


def _before(cursor: str) -> int | None:
    """The id in a cursor, None at the beginning; Invalid for a foreign one."""
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise Invalid(_("This cursor is not one of ours."))
    return int(cursor)
