from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.status import actions, queries

from .bearer import Request
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["status"])
Impact = Literal["minor", "major", "outage"]
State = Literal["investigating", "identified", "monitoring", "resolved"]
Words = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=4000)]
Id = Annotated[int, Field(ge=1, lt=2**31)]


class ComponentState(Schema):
    """Something that may fail, by language, and how it is now; `share` of ninety days without failure."""

    id: int
    names: dict[str, str]
    impact: Impact | Literal[""]
    share: float


class Update(Schema):
    """What was told at an instant, by language."""

    state: State
    words: dict[str, str]
    at: datetime


class Incident(Schema):
    """Something that fails, by language, and what was told of it, the newest first."""

    id: int
    titles: dict[str, str]
    impact: Impact
    state: State
    components: list[dict[str, str]]
    started_at: datetime
    resolved_at: datetime | None
    updates: list[Update]


class StatusNow(Schema):
    """What works and what does not, for whoever asks; `worst` is empty where everything works."""

    worst: Impact | Literal[""]
    components: list[ComponentState]
    incidents: list[Incident]


class NewIncident(Schema):
    """Something that fails, told to an audience: words of the audience module, such as `public`."""

    team: Annotated[Text, StringConstraints(min_length=1, max_length=80)]
    titles: dict[str, Words]
    words: dict[str, Words]
    impact: Impact
    audience: list[Text]
    components: list[Id]
    started_at: datetime | None = None


class ToldUpdate(Schema):
    """How far one has come, by language; `resolved` ends it."""

    state: State
    words: dict[str, Words]


@router.get("/status", response={200: StatusNow, **REFUSALS})
def read_status(request: Request) -> dict[str, Any]:
    """What one is told of what works: components, and the incidents that last."""
    found = queries.board(request.actor)
    return {**found, "incidents": found["open"]}


@router.get("/incidents", response={200: Page[Incident], **REFUSALS})
def list_incidents(request: Request, told: Query[Paging]) -> dict[str, Any]:
    """Incidents one was told of, the newest first."""
    is_number = told.cursor.isascii() and told.cursor.isdigit() and len(told.cursor) < 19
    before = int(told.cursor) if is_number else None
    found, following = queries.incidents(request.actor, before=before, limit=told.limit)
    return {"items": found, "next": following and str(following)}


@router.post("/incidents", response={201: Incident, **REFUSALS})
def open_incident(request: Request, told: NewIncident) -> Status[Row]:
    """Tell an audience that something fails; for whoever keeps the status."""
    said = told.model_dump(exclude={"team", "titles", "words"})
    made = actions.open_incident(
        request.actor, _team(request, told.team), told.titles, told.words, **said
    )
    return Status(201, queries.incident(request.actor, made.pk))


@router.get("/incidents/{int:incident_id}", response={200: Incident, **REFUSALS})
def read_incident(request: Request, incident_id: int) -> Row:
    """One incident."""
    return queries.incident(request.actor, incident_id)


@router.post("/incidents/{int:incident_id}/updates", response={201: Incident, **REFUSALS})
def update_incident(request: Request, incident_id: int, told: ToldUpdate) -> Status[Row]:
    """Tell how far one has come."""
    actions.update_incident(request.actor, incident_id, told.state, told.words)
    return Status(201, queries.incident(request.actor, incident_id))


def _team(request: Request, name: str) -> int:
    """The team of this name, of those for which one keeps the status."""
    for one in queries.teams(request.actor):
        if one["name"] == name:
            return int(one["id"])
    raise NotFound()
