from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Router, Schema, Status
from pydantic import AwareDatetime

from balcao.service.tickets import queries
from balcao.service.tickets.actions import ask_for_human
from balcao.service.waiting import actions
from balcao.service.waiting import queries as waiting

from .bearer import Request
from .shapes import REFUSALS, Nothing, Text, Ticket
from .shapes import ticket as shown

router = Router(tags=["waits"])


class Wait(Schema):
    """Where a ticket stands in its team's queue, and between when and when an answer may come.

    Eight answers in ten should come within; `silence` says why no time is told. All are null while
    the client waits for nobody. `expected_from` is null when it may be any moment now.
    """

    place: int | None
    since_at: datetime | None
    expected_from: datetime | None
    expected_to: datetime | None
    silence: Literal["overdue", "too_few", "too_far", "stale"] | None


class Callback(Schema):
    """A call promised instead of more waiting; `outcome` is empty until it has ended."""

    phone: str
    from_at: datetime
    to_at: datetime
    asked_at: datetime
    ended_at: datetime | None
    outcome: Literal["", "done", "failed", "cancelled"]


class NewCallback(Schema):
    """The phone in any notation, and between which instants to call."""

    phone: Text
    from_at: AwareDatetime
    to_at: AwareDatetime


@router.get("/tickets/{protocol}/wait", response={200: Wait, **REFUSALS})
def read_wait(request: Request, protocol: str) -> dict[str, Any]:
    """Place and interval of one ticket."""
    found = waiting.standing(request.actor, queries.get(request.actor, protocol))
    if found is None:
        return dict.fromkeys(Wait.model_fields)
    return {
        "place": found.place,
        "since_at": found.since_at,
        "expected_from": found.window and found.window.from_at,
        "expected_to": found.window and found.window.to_at,
        "silence": found.silence,
    }


@router.post("/tickets/{protocol}/callbacks", response={201: Callback, **REFUSALS})
def create_callback(request: Request, protocol: str, told: NewCallback) -> Status[Any]:
    """Ask for a call instead of waiting, within the company's opening hours."""
    ticket = queries.get(request.actor, protocol)
    return Status(
        201,
        actions.ask_callback(request.actor, ticket["id"], told.phone, told.from_at, told.to_at),
    )


@router.post("/tickets/{protocol}/actions/ask-for-human", response={200: Ticket, **REFUSALS})
def ask_human(request: Request, protocol: str, told: Nothing | None = None) -> dict[str, Any]:
    """The ticket's client wants to be answered by a person."""
    before = queries.get(request.actor, protocol)
    after = ask_for_human(request.actor, before["id"])
    return shown({**before, "updated_at": after.updated_at})
