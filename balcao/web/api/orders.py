from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, cast

from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.importing import Outcome
from balcao.core.sql import Row
from balcao.register.orders import actions, queries
from balcao.register.orders.rules import read_customer

from ..uploads import brought
from .bearer import Request
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["orders"])
Short = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=80)]
Number = Annotated[str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=60)]
Where = Literal["cancelled", "delivered", "delivered_late", "late", "expected"]
LineState = Literal["", "read", "added", "changed", "same", "refused"]


class Order(Schema):
    """What a customer bought; `standing` says where it is today, `value` is in `currency`."""

    id: int
    source: str
    number: str
    customer: str
    organization: str | None
    ordered_on: date
    promised_on: date | None
    delivered_on: date | None
    cancelled_on: date | None
    value: str | None = Field(pattern=r"^[0-9]+\.[0-9]{2}$")
    currency: str
    channel: str
    store: str
    region: str
    standing: Where


class Buyer(Schema):
    """Who bought, by any of these; with a name and an e-mail or phone somebody new is registered."""

    email: Short = ""
    phone: Short = ""
    document: Short = ""
    name: Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=160)] = ""


class ToldOrder(Schema):
    """An order, or what is known of it since; what is left out says nothing."""

    number: Number
    customer: Buyer
    ordered_on: date
    source: Short = ""
    promised_on: date | None = None
    delivered_on: date | None = None
    cancelled_on: date | None = None
    value: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=2)
    currency: Short = ""
    channel: Short = ""
    store: Short = ""
    region: Short = ""


class OrderFilter(Paging):
    """Which orders: one number's, or one customer's by address, phone or document."""

    q: Text = ""


class BroughtFile(Schema):
    """What belongs to a file: the system it comes from, and whether to import it unseen."""

    source: Short = ""
    at_once: bool = False


class Import(Schema):
    """A file of orders: how far it is, and how many lines do what."""

    id: int
    file_name: str
    source: str
    state: Literal["checking", "checked", "importing", "done", "discarded"]
    at: datetime
    rows: int
    done: int
    added: int
    changed: int
    same: int
    refused: int
    registered: int
    ignored: list[str]


class ImportLine(Schema):
    """A line of a file, what becomes of it, and why where it is refused."""

    line: int
    state: str
    registers: bool
    why: str
    cells: dict[str, str]


class LineFilter(Paging):
    """Which lines of a file."""

    state: LineState = ""


@router.get("/orders", response={200: Page[Order], **REFUSALS})
def list_orders(request: Request, told: Query[OrderFilter]) -> dict[str, Any]:
    """Orders of oneself as a customer, of those one serves, or all for administrators; newest first."""
    found, following = queries.page(request.actor, told.q, cursor=told.cursor, limit=told.limit)
    return {"items": [_shown(cast("Row", one)) for one in found], "next": following}


@router.post("/orders", response={200: Order, 201: Order, **REFUSALS})
def record_order(request: Request, told: ToldOrder) -> Status[dict[str, Any]]:
    """Record an order, or complete the one of this source and number; twice the same is once."""
    said = told.model_dump(exclude={"customer"})
    done = actions.record_order(
        request.actor, customer=read_customer(**told.customer.model_dump()), **said
    )
    shown = _shown(cast("Row", queries.order(request.actor, done.order_id)))
    return Status(201 if done.outcome is Outcome.ADDED else 200, shown)


@router.post("/orders/import", response={202: Import, **REFUSALS})
def import_orders(
    request: Request, file: File[UploadedFile], told: Form[BroughtFile]
) -> Status[Row]:
    """Bring a CSV file: it is looked through, and imported once that is asked for, or `at_once`."""
    made = actions.import_orders(
        request.actor,
        *brought(file),
        source=told.source,
        starts_at_once=told.at_once,
    )
    return Status(202, queries.import_of(request.actor, made.pk))


@router.get("/orders/imports/{int:import_id}", response={200: Import, **REFUSALS})
def read_import(request: Request, import_id: int) -> Row:
    """How far a file is."""
    return queries.import_of(request.actor, import_id)


@router.get("/orders/imports/{int:import_id}/lines", response={200: Page[ImportLine], **REFUSALS})
def list_import_lines(request: Request, import_id: int, told: Query[LineFilter]) -> dict[str, Any]:
    """Lines of a file in their order; once it is imported, those that were refused."""
    start = int(told.cursor) if told.cursor.isascii() and told.cursor[:9].isdigit() else 0
    found = queries.import_lines(
        request.actor, import_id, told.state, after=start, limit=told.limit + 1
    )
    more = len(found) > told.limit
    shown = found[: told.limit]
    return {"items": shown, "next": str(shown[-1]["line"]) if more else None}


@router.post("/orders/imports/{int:import_id}/actions/start", response={202: Import, **REFUSALS})
def start_import(request: Request, import_id: int) -> Status[Row]:
    """Import what was looked through."""
    actions.begin_import(request.actor, import_id)
    return Status(202, queries.import_of(request.actor, import_id))


def _shown(order: Row) -> dict[str, Any]:
    value = order["value"]
    return {**order, "value": None if value is None else f"{value:.2f}"}
