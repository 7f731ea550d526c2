"""What goes in and what comes out, as CONTRACTS fixes it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from django.urls import reverse
from ninja import Field, Schema
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from balcao.core import text
from balcao.core.sql import Row
from balcao.service.tickets import rules

Kind = Literal[
    "question", "request", "incident", "complaint", "suggestion", "praise", "cancellation"
]
Status = Literal["new", "open", "pending", "on_hold", "resolved", "closed"]
Priority = Literal["low", "normal", "high", "urgent"]

# Without what a database can't keep: NUL and halves of surrogate pairs.
Text = Annotated[str, AfterValidator(text.clean)]
Line = Annotated[
    str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=rules.SUBJECT_MAX)
]
Address = Annotated[
    str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=254)
]


def _told(value: str) -> str:
    """Words that say something: blanks alone are none."""
    if not value.strip():
        raise PydanticCustomError("blank", "Write something")
    return value


Subject = Annotated[Line, AfterValidator(_told)]
Body = Annotated[
    str,
    AfterValidator(text.clean),
    StringConstraints(min_length=1, max_length=100_000),
    AfterValidator(_told),
]

T = TypeVar("T")


class Page(Schema, Generic[T]):
    """One page of a list; `next` is the cursor of the following one, or null."""

    items: list[T]
    next: str | None


class Paging(Schema):
    """Where a page begins and how long it is."""

    cursor: str = ""
    limit: int = Field(50, ge=1, le=200)


class TicketFilter(Paging):
    """Which tickets to list; what is unknown gives an empty list."""

    requester: Text | None = None
    status: Status | None = None
    team: Text | None = None


class PeopleFilter(Paging):
    """Whom to find: an address, phone or document, in any notation."""

    handle: Text


class SearchFilter(Paging):
    """What to search for: every word must be there."""

    q: Text


class Problem(Schema):
    """A refusal, as RFC 9457 words it; `errors` names the fields that can't be accepted."""

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, str] | None = None


class Ticket(Schema):
    """What a client asked, under one protocol."""

    protocol: str = Field(pattern=r"^[0-9]{12}$")
    subject: str
    kind: Kind
    status: Status
    priority: Priority
    requester: str | None
    team: str
    created_at: datetime
    updated_at: datetime


class Attachment(Schema):
    """A file of a message, read from `url` with the same token."""

    id: int
    name: str
    size: int
    content_type: str
    url: str


class Message(Schema):
    """What somebody said: `body` is the new text alone, `original` the whole of it."""

    id: int
    body: str
    original: str
    internal: bool
    author: str | None
    created_at: datetime
    attachments: list[Attachment]


class Person(Schema):
    """Somebody, as far as the asker knows them."""

    id: int
    name: str
    handles: list[str]


class TicketHit(Schema):
    """A ticket that was found."""

    type: Literal["ticket"]
    protocol: str
    title: str
    snippet: str


class PersonHit(Schema):
    """A person who was found."""

    type: Literal["person"]
    id: int
    title: str
    snippet: str


class AssetHit(Schema):
    """A thing of the company that was found, which one keeps or uses."""

    type: Literal["asset"]
    id: int
    number: str
    title: str
    snippet: str


class CatalogItemHit(Schema):
    """Something one may ask for that was found."""

    type: Literal["catalog_item"]
    id: int
    title: str
    snippet: str


Hit = Annotated[TicketHit | PersonHit | AssetHit | CatalogItemHit, Field(discriminator="type")]


class NewTicket(Schema):
    """A ticket to open; `requester` is for agents who open it for somebody else."""

    subject: Subject
    body: Body
    inbox: Address
    kind: Kind
    requester: Address | None = None


class NewMessage(Schema):
    """Something to say; `internal` makes it a note."""

    body: Body
    internal: bool = False


class Assignment(Schema):
    """Who answers for the ticket: an address, or null for nobody."""

    agent: Address | None


class Transfer(Schema):
    """Which team goes on with the ticket, and why."""

    team: Annotated[Text, StringConstraints(min_length=1, max_length=80)]
    reason: Body


class Reopening(Schema):
    """Why an ended ticket should go on."""

    reason: Body


class Nothing(Schema):
    """Nothing needs to be said."""


REFUSALS: dict[Any, Any] = {frozenset({400, 401, 403, 404, 409, 413, 422, 429}): Problem}


def ticket(line: Row) -> dict[str, Any]:
    """A ticket as the API shows it, from a row of its queries."""
    return {
        "protocol": line["protocol"],
        "subject": line["subject"],
        "kind": line["kind"],
        "status": line["status"],
        "priority": rules.Priority(line["priority"]).name.lower(),
        "requester": line["requester_address"],
        "team": line["team"],
        "created_at": line["created_at"],
        "updated_at": line["updated_at"],
    }


def message(line: Row) -> dict[str, Any]:
    """A message as the API shows it, from a row of the thread."""
    return {
        "id": line["id"],
        "body": line["body"],
        "original": line["original"] or line["body"],
        "internal": line["kind"] == "note",
        "author": line["author_address"],
        "created_at": line["created_at"],
        "attachments": [
            {
                "id": file["id"],
                "name": file["name"],
                "size": file["size"],
                "content_type": file["content_type"],
                "url": reverse("api:attachment", args=[file["id"]]),
            }
            for file in line["files"]
        ],
    }
