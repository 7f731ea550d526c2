from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.assets import actions, queries

from ..uploads import brought
from .bearer import Request
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["assets"])
State = Literal["in_use", "stock", "repair", "retired", "lost"]
Short = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=160)]
Words = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=4000)]
Id = Annotated[int, Field(ge=1, lt=2**31)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
# What pages and machines tell: of a change, what is left out stays as it is.
_TOLD = ("name", "state", "owner", "department", "place", "serial", "supplier", "notes",
         "bought_on", "warranty_until", "price")  # fmt: skip


class Asset(Schema):
    """One thing the company owns, as its keepers read it; `values` are of its type's own fields."""

    number: str
    name: str
    type: int
    state: State
    team: str
    owner: str | None
    department: str | None
    place: str
    serial: str
    values: dict[str, Any]
    notes: str
    bought_on: date | None
    price: str | None = Field(pattern=r"^[0-9]+\.[0-9]{2}$")
    supplier: str | None
    warranty_until: date | None
    version: int
    created_at: datetime
    updated_at: datetime


class Used(Schema):
    """One thing one uses, as far as that helps."""

    number: str
    name: str
    state: State
    team: str
    place: str
    serial: str
    warranty_until: date | None


class Type(Schema):
    """A sort of asset, by language, and the fields of its own; `team` is null for the whole company."""

    id: int
    names: dict[str, str]
    team: str | None
    fields: list[dict[str, Any]]
    retired: bool


class Contract(Schema):
    """What is agreed with a supplier; `act_by` is the last day on which it can be left."""

    id: int
    number: str
    title: str
    team: str
    supplier: str | None
    from_on: date
    until_on: date | None
    act_by: date | None
    value: str | None
    ended_on: date | None
    assets: int


class AssetFilter(Paging):
    """Which assets: by words, type and state; what is unknown gives an empty list."""

    q: Text = ""
    type: Id | None = None
    state: State | Literal[""] = ""


class NewAsset(Schema):
    """An asset to be written down for a team; without a number it gets the next free one."""

    team: Annotated[Text, StringConstraints(min_length=1, max_length=80)]
    type: Id
    name: Annotated[Short, StringConstraints(min_length=1, max_length=120)]
    number: Annotated[Text, StringConstraints(max_length=40)] = ""
    state: State = "in_use"
    owner: Short = ""
    department: Short = ""
    place: Short = ""
    serial: Short = ""
    supplier: Short = ""
    notes: Words = ""
    bought_on: date | None = None
    warranty_until: date | None = None
    price: Money | None = None
    values: dict[str, Any] = {}


class ChangedAsset(Schema):
    """What changes of an asset; empty words and null take away. `version` refuses what has changed."""

    name: Annotated[Short, StringConstraints(max_length=120)] | None = None
    state: State | None = None
    owner: Short | None = None
    department: Short | None = None
    place: Short | None = None
    serial: Short | None = None
    supplier: Short | None = None
    notes: Words | None = None
    bought_on: date | None = None
    warranty_until: date | None = None
    price: Money | None = None
    values: dict[str, Any] = {}
    version: int | None = Field(None, ge=1, lt=2**31)


class ToldTie(Schema):
    """How an asset stands to another one, by its number."""

    kind: Literal["part_of", "depends_on", "connected_to"]
    number: Annotated[Text, StringConstraints(min_length=1, max_length=40)]


class ImportOfAssets(Schema):
    """A file of assets: how far it is, and how many lines do what."""

    id: int
    file_name: str
    team: str
    state: Literal["checking", "checked", "importing", "done", "discarded"]
    at: datetime
    rows: int
    done: int
    added: int
    changed: int
    same: int
    refused: int


class ForTeam(Schema):
    """Whose assets a file holds."""

    team: Annotated[Text, StringConstraints(min_length=1, max_length=80)]


@router.get("/assets", response={200: Page[Asset], **REFUSALS})
def list_assets(request: Request, told: Query[AssetFilter]) -> dict[str, Any]:
    """What one's teams keep, by number."""
    if not queries.may_look(request.actor):
        return {"items": [], "next": None}
    found, following = queries.page(
        request.actor,
        told.q,
        type_id=told.type,
        state=told.state,
        after=told.cursor[:40],
        limit=told.limit,
    )
    return {"items": [_shown(one) for one in found], "next": following}


@router.get("/equipment", response={200: Page[Used], **REFUSALS})
def list_mine(request: Request, told: Query[Paging]) -> dict[str, Any]:
    """What of the company one uses oneself, by number."""
    found = queries.mine(request.actor, after=told.cursor[:40], limit=told.limit + 1)
    following = found[told.limit - 1]["number"] if len(found) > told.limit else None
    return {"items": found[: told.limit], "next": following}


@router.get("/asset-types", response={200: Page[Type], **REFUSALS})
def list_types(request: Request) -> dict[str, Any]:
    """The types of assets, with their own fields."""
    found = queries.kinds(request.actor)
    return {"items": [{**one, "retired": one["is_retired"]} for one in found], "next": None}


@router.get("/assets/{number}", response={200: Asset, **REFUSALS})
def read_asset(request: Request, number: str) -> Row:
    """One asset, by the number on its label."""
    return _shown(queries.asset(request.actor, number))


@router.post("/assets", response={201: Asset, **REFUSALS})
def add_asset(request: Request, told: NewAsset) -> Status[Row]:
    """Write an asset down."""
    said = told.model_dump(include=set(_TOLD)) | {"type_id": told.type}
    made = actions.add_asset(
        request.actor, _team(request, told.team), said, number=told.number, own=told.values
    )
    return Status(201, _shown(queries.asset(request.actor, made.number)))


@router.patch("/assets/{number}", response={200: Asset, **REFUSALS})
def change_asset(request: Request, number: str, told: ChangedAsset) -> Row:
    """Change what is known of an asset."""
    found = queries.asset(request.actor, number)
    said = told.model_dump(include=set(_TOLD), exclude_unset=True)
    dates = ("bought_on", "warranty_until", "price")
    said = {
        name: "" if value is None and name not in dates else value for name, value in said.items()
    }
    actions.change_asset(request.actor, found["id"], said, own=told.values, version=told.version)
    return _shown(queries.asset(request.actor, found["number"]))


@router.post("/assets/{number}/ties", response={204: None, **REFUSALS})
def tie_asset(request: Request, number: str, told: ToldTie) -> Status[None]:
    """Say how an asset stands to another."""
    found = queries.asset(request.actor, number)
    actions.tie(request.actor, found["id"], told.kind, told.number)
    return Status(204, None)


@router.put("/tickets/{protocol}/assets/{number}", response={204: None, **REFUSALS})
def link_asset(request: Request, protocol: str, number: str) -> Status[None]:
    """Say that a ticket is about an asset; twice is once."""
    actions.link_ticket(request.actor, protocol, number)
    return Status(204, None)


@router.delete("/tickets/{protocol}/assets/{number}", response={204: None, **REFUSALS})
def unlink_asset(request: Request, protocol: str, number: str) -> Status[None]:
    """Say that a ticket is not about an asset."""
    actions.unlink_ticket(request.actor, protocol, number)
    return Status(204, None)


@router.get("/contracts", response={200: Page[Contract], **REFUSALS})
def list_contracts(request: Request, told: Query[Paging]) -> dict[str, Any]:
    """Contracts of one's teams, those that end first before the others."""
    start = int(told.cursor) if told.cursor.isascii() and told.cursor[:9].isdigit() else 0
    found, following = queries.contracts(request.actor, after=min(start, 10**9), limit=told.limit)
    items = [{**one, "value": _money(one["value"])} for one in found]
    return {"items": items, "next": following and str(following)}


@router.post("/asset-imports", response={202: ImportOfAssets, **REFUSALS})
def import_assets(request: Request, file: File[UploadedFile], told: Form[ForTeam]) -> Status[Row]:
    """Bring a CSV file: it is looked through, and imported once that is asked for."""
    made = actions.import_assets(request.actor, _team(request, told.team), *brought(file))
    return Status(202, queries.import_of(request.actor, made.pk))


@router.get("/asset-imports/{int:file_id}", response={200: ImportOfAssets, **REFUSALS})
def read_import(request: Request, file_id: int) -> Row:
    """How far a file is."""
    return queries.import_of(request.actor, file_id)


@router.post(
    "/asset-imports/{int:file_id}/actions/start", response={202: ImportOfAssets, **REFUSALS}
)
def start_import(request: Request, file_id: int) -> Status[Row]:
    """Import what was looked through."""
    actions.begin_import(request.actor, file_id)
    return Status(202, queries.import_of(request.actor, file_id))


def _shown(found: Row) -> Row:
    return {
        **found,
        "type": found["type_id"],
        "owner": found["owner_address"],
        "price": _money(found["price"]),
    }


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _team(request: Request, name: str) -> int:
    """The team of this name, of those for which one keeps assets."""
    for one in queries.teams(request.actor):
        if one["name"] == name:
            return int(one["id"])
    raise NotFound()
