from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Router, Schema, Status

from balcao.core import forms
from balcao.core.errors import NotFound
from balcao.service.bundles import actions
from balcao.service.bundles import queries as bundles
from balcao.service.tickets import queries

from .bearer import Request
from .shapes import REFUSALS, Page, Ticket
from .shapes import ticket as shown

router = Router(tags=["bundles"])


class Offered(Schema):
    """A bundle one may ask for; names by language."""

    id: int
    names: dict[str, str]


class Form(Offered):
    """Its form, as it is kept, and what will happen: the tasks' names by language, in order."""

    form: list[dict[str, Any]]
    tasks: list[dict[str, str]]


class Answers(Schema):
    """Values by key of the form's fields."""

    values: dict[str, Any]


class Progress(Schema):
    """One line: so many of so many tasks are done."""

    names: dict[str, str]
    key_date: date | None
    done: int
    total: int
    ended_at: datetime | None


@router.get("/bundles", response={200: Page[Offered], **REFUSALS})
def list_bundles(request: Request) -> dict[str, Any]:
    """What one may ask of several departments at once."""
    return {"items": bundles.offered(request.actor), "next": None}


@router.get("/bundles/{template_id}", response={200: Form, **REFUSALS})
def read_bundle(request: Request, template_id: int) -> dict[str, Any]:
    """One of them, with its form."""
    found, content = bundles.template(request.actor, template_id)
    tasks = [dict(task.titles) for task in content.tasks]
    return {**found, "form": forms.as_json(content.form), "tasks": tasks}


@router.post("/bundles/{template_id}/requests", response={201: Ticket, **REFUSALS})
def create_bundle(request: Request, template_id: int, told: Answers) -> Status[Any]:
    """Ask for it, for oneself; the same validation as in the portal."""
    made = actions.start(request.actor, template_id, told.values, came_by=request.handle_id)
    return Status(201, shown(queries.get(request.actor, made.ticket.protocol)))


@router.get("/tickets/{protocol}/bundle", response={200: Progress, **REFUSALS})
def read_progress(request: Request, protocol: str) -> dict[str, Any]:
    """How far the bundle asked for in a ticket is; 404 for a ticket that is none."""
    found = bundles.progress(request.actor, queries.get(request.actor, protocol))
    if found is None:
        raise NotFound()
    return found
