from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Query, Router, Schema

from balcao.core.errors import Forbidden
from balcao.service.routing import actions, queries

from .bearer import Request
from .pages import cut
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["presence"])
State = Literal["available", "busy", "break", "training", "away"]


class Presence(Schema):
    """Whether one takes work now, since when, and why not; `is_lapsed` when the desk said so."""

    state: State
    reason: str
    since_at: datetime | None
    is_lapsed: bool


class NewPresence(Schema):
    """What one is from now on, and in a few words why."""

    state: State
    reason: Text = ""


class Colleague(Schema):
    """Somebody of one's own teams, and whether they take work now."""

    person_id: int
    name: str
    state: State
    reason: str
    since_at: datetime | None


@router.get("/presence", response={200: Presence, **REFUSALS})
def read_presence(request: Request) -> dict[str, Any]:
    """One's own presence; for who answers for a team."""
    found = queries.own(request.actor)
    if found is None:
        raise Forbidden()
    return found


@router.post("/presence", response={200: Presence, **REFUSALS})
def set_presence(request: Request, told: NewPresence) -> Any:
    """Say whether one takes work now; who goes away gives untouched tickets back."""
    return actions.set_presence(request.actor, told.state, told.reason)


@router.get("/presence/colleagues", response={200: Page[Colleague], **REFUSALS})
def list_colleagues(request: Request, told: Query[Paging]) -> dict[str, Any]:
    """Who answers for one's own teams, those free first: for their supervisors and members."""
    if not request.actor.is_agent:
        raise Forbidden()
    known = [
        {**line, "id": place, "created_at": line["since_at"] or datetime.max}
        for place, line in enumerate(queries.colleagues(request.actor), 1)
    ]
    found, following = cut(known, told.cursor, told.limit)
    return {"items": [{**line, "name": line["called"]} for line in found], "next": following}
