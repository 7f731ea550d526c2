from __future__ import annotations

import base64
import binascii
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.errors import Invalid, NotFound
from balcao.core.forms import as_json, worded
from balcao.core.sql import Row
from balcao.service.catalog import actions, queries
from balcao.service.tickets import queries as tickets
from balcao.service.tickets.content import File

from .bearer import Request
from .shapes import REFUSALS, Address, Page, Paging, Text

router = Router(tags=["catalog"])
Once = Annotated[
    str,
    AfterValidator(text.clean),
    StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9-]+$"),
]


class Entry(Schema):
    """What one may ask for, as it is offered now; price in reais, null where it has none."""

    id: int
    version: int
    area: str
    service: str
    name: str
    summary: str
    promise: str
    price: Decimal | None
    needs_approval: bool


class Item(Entry):
    """One of them, with who answers for it, what will happen, and its form as JSON fields."""

    team: str
    owner: str | None
    steps: list[str]
    form: list[dict[str, Any]]
    published_at: datetime


class SentFile(Schema):
    """A file, its content in base64."""

    name: Annotated[
        str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=200)
    ]
    content_type: Annotated[str, StringConstraints(max_length=100)] = "application/octet-stream"
    data: str


class NewRequest(Schema):
    """The values of the form by key of field; files by key beside them.

    `version` is the one whose form was read: 409 when another is offered by now. A second request
    with the same `once` is answered with the ticket of the first. `for_person` is the work address
    of the colleague whose it is to be, where it isn't the token's person: 422 where it isn't offered
    to them.
    """

    values: dict[str, Any] = Field(default_factory=dict)
    files: dict[str, list[SentFile]] = Field(default_factory=dict)
    version: int | None = Field(None, ge=1, lt=2**31)
    once: Once | None = None
    for_person: Address | None = None


class AskedItem(Schema):
    """The ticket that was opened."""

    protocol: str


class RequestLine(Schema):
    """One field as it was filled in, in words."""

    label: str
    value: str


class Filled(Schema):
    """What was filled in for a ticket, by the version that was offered then."""

    item: int
    version: int
    name: str
    values: dict[str, Any]
    for_whom: str | None
    lines: list[RequestLine]
    price: Decimal | None
    amount: Decimal | None


class CatalogFilter(Paging):
    """Words that an item must hold, all of them, accents or not."""

    q: Text = ""


@router.get("/catalog", response={200: Page[Entry], **REFUSALS})
def list_catalog(request: Request, told: Query[CatalogFilter]) -> dict[str, Any]:
    """What the token's person may ask for, in the order of the catalog."""
    words = told.q.strip()
    found = queries.searched(request.actor, words) if words else queries.items(request.actor)
    start = int(told.cursor) if told.cursor.isascii() and told.cursor.isdigit() else 0
    shown = found[start : start + told.limit]
    following = start + told.limit
    return {
        "items": [_entry(one, request.actor.language) for one in shown],
        "next": str(following) if following < len(found) else None,
    }


@router.get("/catalog/{int:item_id}", response={200: Item, **REFUSALS})
def read_item(request: Request, item_id: int) -> dict[str, Any]:
    """One thing to ask for, with its form."""
    found = queries.item(request.actor, item_id)
    content, speaking = found["content"], request.actor.language
    return {
        **_entry(found, speaking),
        "team": found["team"],
        "owner": found["owner"],
        "steps": [worded(step, speaking) for step in content.steps],
        "form": as_json(content.fields),
        "published_at": found["published_at"],
    }


@router.post("/catalog/{int:item_id}/requests", response={201: AskedItem, **REFUSALS})
def ask(request: Request, item_id: int, told: NewRequest) -> Status[dict[str, str]]:
    """Ask for it, by the same validation as the pages: what is wrong is told by field."""
    ticket = actions.ask(
        request.actor,
        item_id,
        told.values,
        files={key: [_file(key, one) for one in listed] for key, listed in told.files.items()},
        for_person=told.for_person,
        version=told.version,
        once=told.once,
        came_by=request.handle_id,
        channel="api",
    )
    return Status(201, {"protocol": ticket.protocol})


@router.get("/tickets/{protocol}/request", response={200: Filled, **REFUSALS})
def read_request(request: Request, protocol: str) -> dict[str, Any]:
    """What was filled in for a ticket; 404 for one that was not asked for through the catalog."""
    found = queries.request_of(request.actor, tickets.get(request.actor, protocol))
    if found is None:
        raise NotFound()
    return {
        "item": found["item_id"],
        "version": found["version"],
        "name": worded(found["content"].names, request.actor.language),
        "values": found["values"],
        "for_whom": found["for_whom"],
        "lines": [{"label": label, "value": value} for label, value in found["lines"]],
        "price": found["price"],
        "amount": found["amount"],
    }


def _entry(found: Row, speaking: str) -> dict[str, Any]:
    content = found["content"]
    return {
        "id": found["id"],
        "version": found["version"],
        "area": worded(found["area"], speaking),
        "service": worded(found["service"], speaking),
        "name": worded(content.names, speaking),
        "summary": worded(content.summary, speaking),
        "promise": worded(content.promise, speaking),
        "price": content.price,
        "needs_approval": found["needs_approval"],
    }


def _file(key: str, told: SentFile) -> File:
    try:
        data = base64.b64decode(told.data, validate=True)
    except (binascii.Error, ValueError):
        why = _("This is no base64.")
        raise Invalid(why, {key[:40]: why}) from None
    return File(text.safe_file_name(told.name), told.content_type, data)
