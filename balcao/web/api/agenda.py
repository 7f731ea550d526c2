from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from balcao.core.errors import Forbidden
from balcao.service.agenda import actions
from balcao.service.agenda import queries as agenda
from balcao.service.tickets import queries

from .bearer import Request
from .pages import cut
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["agenda"])
LONGEST_SPAN = 62


class Span(Schema):
    """From an instant, for so many days."""

    since: AwareDatetime
    days: int = Field(1, ge=1, le=LONGEST_SPAN)


class Planned(Schema):
    """What one has before oneself: `protocol` is null for an appointment of one's own."""

    kind: Literal["follow_up", "snooze", "promise", "callback", "appointment"]
    at: datetime
    to_at: datetime | None
    words: str
    protocol: str | None
    subject: str | None


class Agenda(Schema):
    """What comes, in order of time."""

    items: list[Planned]


class NewFollowUp(Schema):
    """When to be reminded, and of what."""

    at: AwareDatetime
    words: Text


class FollowUp(Schema):
    """A follow-up of one's own."""

    id: int
    protocol: str
    at: datetime
    words: str


class NewSnooze(Schema):
    """Until when a ticket stands on hold, and what is waited for."""

    until: AwareDatetime
    reason: Text


class Snoozed(Schema):
    """A ticket that stands on hold until an instant, when it comes back open."""

    protocol: str
    until: datetime
    reason: str


class TimeSpent(Schema):
    """A person's time on a ticket in a day: as the desk saw it, and as it counts."""

    on: str
    person: str
    counted_seconds: int
    seconds: int
    is_corrected: bool


@router.get("/agenda", response={200: Agenda, **REFUSALS})
def read_agenda(request: Request, told: Query[Span]) -> dict[str, Any]:
    """What an agent has before them: follow-ups, snoozed tickets, promises due, appointments."""
    if not request.actor.is_agent:
        raise Forbidden()
    return {
        "items": agenda.agenda(request.actor, told.since, told.since + timedelta(days=told.days))
    }


@router.post("/tickets/{protocol}/follow-ups", response={201: FollowUp, **REFUSALS})
def remind(request: Request, protocol: str, told: NewFollowUp) -> Status[dict[str, Any]]:
    """Be reminded of a ticket one handles."""
    ticket = queries.get(request.actor, protocol)
    made = actions.remind(request.actor, ticket["id"], told.at, told.words)
    shown = {"id": made.pk, "protocol": ticket["protocol"], "at": made.at, "words": made.words}
    return Status(201, shown)


@router.post("/tickets/{protocol}/actions/snooze", response={200: Snoozed, **REFUSALS})
def snooze(request: Request, protocol: str, told: NewSnooze) -> dict[str, Any]:
    """Put a ticket on hold until an instant; the client's word ends it before."""
    ticket = queries.get(request.actor, protocol)
    made = actions.snooze(request.actor, ticket["id"], told.until, told.reason)
    return {"protocol": ticket["protocol"], "until": made.until_at, "reason": made.reason}


@router.get("/tickets/{protocol}/time", response={200: Page[TimeSpent], **REFUSALS})
def list_time(request: Request, protocol: str, told: Query[Paging]) -> dict[str, Any]:
    """Time spent on a ticket one handles, by day and person, the latest day first."""
    ticket = queries.get(request.actor, protocol, handled=True)
    known = [
        {"id": place, "created_at": ticket["created_at"], "told": line}
        for place, line in enumerate(agenda.time_on(request.actor, ticket), 1)
    ]
    found, following = cut(known, told.cursor, told.limit)
    return {"items": [_shown(line["told"]) for line in found], "next": following}


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "on": line["on"].isoformat(),
        "person": line["called"],
        "counted_seconds": line["counted_seconds"],
        "seconds": line["seconds"],
        "is_corrected": bool(line["corrections"]),
    }
