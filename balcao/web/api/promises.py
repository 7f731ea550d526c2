from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Query, Router, Schema

from balcao.service.sla import queries as sla
from balcao.service.tickets import queries

from .bearer import Request
from .pages import cut
from .shapes import REFUSALS, Page, Paging

router = Router(tags=["promises"])
EXPLAINED = 50


class Stretch(Schema):
    """One interval of a clock, in the reader's words; only running time counts."""

    from_at: datetime
    to_at: datetime
    seconds: float
    state: Literal["running", "paused", "closed"]
    words: str
    is_ahead: bool


class Promise(Schema):
    """A promise on a ticket: `due_at` is null while it is paused without a known end.

    The target is open time in seconds or a number of business days, and `business_days` are those
    that count; a pause moves either by the open time it takes.
    """

    promise: Literal["first_reply", "next_reply", "resolution", "callback"]
    agreement: Literal["sla", "ola"]
    state: Literal["running", "paused", "met", "missed", "cancelled"]
    target_seconds: int | None
    target_days: int | None
    calendar: str
    started_at: datetime
    due_at: datetime | None
    breached_at: datetime | None
    ended_at: datetime | None
    business_days: list[date]
    why: list[str]
    intervals: list[Stretch]


@router.get("/tickets/{protocol}/promises", response={200: Page[Promise], **REFUSALS})
def list_promises(request: Request, protocol: str, told: Query[Paging]) -> dict[str, Any]:
    """What is promised on a ticket and how it was counted, open promises first.

    Why a policy applies is told only to who handles the ticket.
    """
    ticket = queries.get(request.actor, protocol)
    known = [
        {"id": place, "created_at": one.clock["started_at"], "told": one}
        for place, one in enumerate(sla.explained(request.actor, ticket, limit=EXPLAINED), 1)
    ]
    found, following = cut(known, told.cursor, told.limit)
    return {"items": [_shown(line["told"]) for line in found], "next": following}


def _shown(told: sla.Explained) -> dict[str, Any]:
    names = Promise.model_fields.keys() - {"business_days", "why", "intervals"}
    return {
        **{name: told.clock[name] for name in names},
        "business_days": told.days,
        "why": told.why,
        "intervals": told.stretches,
    }
