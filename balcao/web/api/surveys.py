from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import Row
from balcao.listening.asking import queries as asking
from balcao.listening.asking.rules import Response
from balcao.listening.surveys import queries

from .bearer import Request
from .shapes import REFUSALS, Page, Paging

router = Router(tags=["surveys"])


class Survey(Schema):
    """What is asked of whom; `published` is the version sent now, null before the first."""

    id: int
    name: str
    purpose: str
    side: Literal["external", "internal"]
    state: Literal["draft", "live", "closed"]
    is_anonymous: bool
    k: int
    comments_k: int
    questions: int
    published: int | None
    team: str | None
    created_at: datetime


class Wave(Schema):
    """Those who are asked the same in one stretch of time.

    Of an anonymous one the counts are null before it closes, and stay so where they would point at
    somebody; else `answered_from` and `answered_to` are the ends of a band.
    """

    number: int
    version: int
    state: Literal["open", "closed"]
    is_anonymous: bool
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    asked: int | None
    answered_from: int | None
    answered_to: int | None


@router.get("/surveys", response={200: Page[Survey], **REFUSALS})
def list_surveys(request: Request, told: Query[Paging]) -> dict[str, Any]:
    """The surveys one may change, newest first; for whoever may ask somewhere."""
    if not queries.may_ask(request.actor):
        raise NotFound()
    found, following = queries.surveys(request.actor, before=before(told.cursor), limit=told.limit)
    return {"items": found, "next": None if following is None else str(following)}


@router.get("/surveys/{int:survey_id}/waves", response={200: Page[Wave], **REFUSALS})
def list_waves(request: Request, survey_id: int, told: Query[Paging]) -> dict[str, Any]:
    """The waves of a survey, the latest first, with their response as far as it may be told."""
    actor = request.actor
    found = asking.waves(actor, survey_id, before=before(told.cursor), limit=told.limit + 1)
    shown = found[: told.limit]
    responses = asking.responses(actor, survey_id, [one["id"] for one in shown])
    return {
        "items": [_wave(one, responses[one["id"]][0]) for one in shown],
        "next": str(shown[-1]["number"]) if len(found) > told.limit else None,
    }


def wave(actor: Actor, survey_id: int, number: int) -> dict[str, Any]:
    """One wave of a survey as the API shows it."""
    (found,) = asking.waves(actor, survey_id, before=number + 1, limit=1)
    return _wave(found, asking.response(actor, found["id"]))


def _wave(found: Row, response: Response) -> dict[str, Any]:
    return {**found, **response._asdict()}


def before(cursor: str) -> int | None:
    """The id or number in a cursor, None at the beginning; Invalid for a foreign one."""
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise Invalid(_("This cursor is not one of ours."))
    return int(cursor)
