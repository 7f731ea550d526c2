from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Query, Router, Schema

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.register.calendars import queries, rules

from .bearer import Request
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["calendars"])


class Calendar(Schema):
    """When the counter is open, as a calendar's file says it."""

    id: int
    name: str
    is_default: bool
    organization: str | None
    definition: dict[str, Any]


class Interval(Schema):
    """One stretch on the way to a due date, and why it counted or did not."""

    from_: datetime = Field(alias="from", serialization_alias="from")
    to: datetime
    seconds: float
    state: Literal["running", "paused", "closed"]
    reason: str


class Due(Schema):
    """A due date, and the contiguous intervals from the start until then."""

    due: datetime
    intervals: list[Interval]


class CalendarAsked(Schema):
    """A start with its offset; a target as `6h`, `90m` or `3d` (business days); pauses `FROM/TO`."""

    start: Text
    target: Text
    pause: list[Text] = []


@router.get("/calendars", response={200: Page[Calendar], **REFUSALS})
def list_calendars(request: Request, told: Query[Paging]) -> dict[str, Any]:
    """Every business calendar, the default one first; for administrators."""
    found = queries.calendars(_administrator(request))
    start = int(told.cursor) if told.cursor.isascii() and told.cursor.isdigit() else 0
    until = start + told.limit
    return {"items": found[start:until], "next": str(until) if until < len(found) else None}


@router.get("/calendars/{int:calendar_id}/due", response={200: Due, **REFUSALS}, by_alias=True)
def tell_due(request: Request, calendar_id: int, told: Query[CalendarAsked]) -> dict[str, Any]:
    """When a target is due by this calendar, explained; for administrators."""
    calendar = queries.calendar_of(_administrator(request), calendar_id)
    pauses = [rules.read_pause(pause) for pause in told.pause]
    asked = (rules.read_instant(told.start), rules.read_target(told.target))
    return rules.as_json(calendar, *rules.due_of(calendar, *asked, pauses))


def _administrator(request: Request) -> Actor:
    if not request.actor.may(Permission.ADMINISTER):
        raise NotFound()
    return request.actor
