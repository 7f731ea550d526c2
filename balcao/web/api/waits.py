from __future__ import annotations

from dataclasses import asdict
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


class Known(Schema):
    """What the interval was learnt from: in `exposure_seconds` of opening hours with somebody in
    line, so many left it and so many came who go before this ticket. `passed` stand before it and
    don't count: somebody who came later was answered first. `scale` is how much longer it takes
    with the `agents` available now than with those of late; `outcomes` keep the interval honest.
    """

    departures: int
    arrivals: int
    exposure_seconds: float
    passed: int
    agents: int
    scale: float
    outcomes: int


class Wait(Schema):
    """Where a ticket stands in its team's queue, and between when and when an answer may come.

    Eight answers in ten should come within; `silence` says why no time is told. All are null while
    the client waits for nobody. `expected_from` is null when it may be any moment now; `known` where
    it is not the reader's to know.
    """

    place: int | None
    since_at: datetime | None
    expected_from: datetime | None
    expected_to: datetime | None
    silence: Literal["overdue", "too_few", "outrun", "too_far", "stale"] | None
    known: Known | None


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
        "known": found.known and asdict(found.known),
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
