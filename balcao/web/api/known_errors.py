from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.problems import actions, queries
from balcao.service.problems.actions import Draft
from balcao.service.problems.rules import TEXT_MOST, TITLE_MOST

from .bearer import Request
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["problems"])
PROBLEM = "/problems/{int:problem_id}"
State = Literal["open", "known_error", "fixed", "closed"]
Title = Annotated[
    str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=TITLE_MOST)
]
Words = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=TEXT_MOST)]


class ProblemRecord(Schema):
    """One cause behind many tickets. `tickets` counts those one handles, `active` the open ones of
    them, `elsewhere` those of other teams."""

    id: int
    title: str
    symptom: str
    cause: str
    workaround: str
    state: State
    ended_why: str
    team: str
    owner: str | None
    tickets: int
    active: int
    elsewhere: int
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None


class ProblemFilter(Paging):
    """Which problems: of a sort, and with all these words in what is written of them."""

    show: Literal["open", "known_error", "ended", "all"] = "all"
    q: Text = ""


class ToldProblem(Schema):
    """A cause to be looked for, by one of the actor's teams, named by its id."""

    team: int = Field(ge=1, lt=2**63)
    title: Title
    symptom: Words = ""
    cause: Words = ""
    workaround: Words = ""


class ToldState(Schema):
    """Where it stands now; `reason` where it ends without being put right."""

    state: State
    reason: Words = ""


class ToldTickets(Schema):
    """Protocols of tickets that one handles."""

    protocols: list[Text] = Field(min_length=1, max_length=1000)


class Added(Schema):
    """How many tickets are new there."""

    added: int


class ToldMessage(Schema):
    """One message to all its open tickets in which one answers: words for each side (left empty, that
    side is not told), and what becomes of the tickets then."""

    external: Words = ""
    internal: Words = ""
    then: Literal["keep", "on_hold", "resolved"] = "keep"
    asks_others: bool = False


class MessageToAll(Schema):
    """A message to many and how far it is, over the tickets one handles; it begins at `begins_at`."""

    id: int
    problem: int
    sender: str | None
    external: str
    internal: str
    then: Literal["keep", "on_hold", "resolved"]
    state: Literal["waiting", "sending", "done", "stopped"]
    tickets: int
    sent: int
    refused: int
    created_at: datetime
    begins_at: datetime
    ended_at: datetime | None


@router.get("/problems", response={200: Page[ProblemRecord], **REFUSALS})
def list_problems(request: Request, told: Query[ProblemFilter]) -> dict[str, Any]:
    """Problems and known errors, the latest change first; for agents."""
    found, following = queries.problems(
        request.actor, show=told.show, query=told.q, cursor=told.cursor, limit=told.limit
    )
    return {"items": found, "next": following}


@router.post("/problems", response={201: ProblemRecord, **REFUSALS})
def add_problem(request: Request, told: ToldProblem) -> Status[Any]:
    """Open a problem."""
    draft = Draft(told.title, told.symptom, told.cause, told.workaround)
    made = actions.open_problem(request.actor, told.team, draft)
    return Status(201, queries.problem(request.actor, made.pk))


@router.get(PROBLEM, response={200: ProblemRecord, **REFUSALS})
def get_problem(request: Request, problem_id: int) -> Row:
    """One problem."""
    return queries.problem(request.actor, problem_id)


@router.post(f"{PROBLEM}/state", response={200: ProblemRecord, **REFUSALS})
def move_problem(request: Request, problem_id: int, told: ToldState) -> Row:
    """Say where it stands, for its team; a known error has a cause and a way round it."""
    actions.move(request.actor, problem_id, told.state, told.reason)
    return queries.problem(request.actor, problem_id)


@router.post(f"{PROBLEM}/tickets", response={200: Added, **REFUSALS})
def add_tickets(request: Request, problem_id: int, told: ToldTickets) -> dict[str, int]:
    """These tickets belong to it; none is added where one of them is not one's own."""
    queries.problem(request.actor, problem_id)
    found = queries.by_protocols(request.actor, told.protocols)
    if set(told.protocols) - set(found):
        raise NotFound()
    return {"added": actions.attach(request.actor, problem_id, list(found.values()))}


@router.get(f"{PROBLEM}/messages", response={200: Page[MessageToAll], **REFUSALS})
def list_messages(request: Request, problem_id: int) -> dict[str, Any]:
    """What all its tickets were told, the latest first; what reached none of one's own is left out."""
    queries.problem(request.actor, problem_id)
    found = queries.broadcasts(request.actor, problem_id)
    return {"items": [_message(one) for one in found], "next": None}


@router.post(f"{PROBLEM}/messages", response={201: MessageToAll, **REFUSALS})
def tell_all(request: Request, problem_id: int, told: ToldMessage) -> Status[Any]:
    """Tell all its open tickets in which one answers; it begins a moment later and can be stopped."""
    made = actions.begin_broadcast(
        request.actor,
        problem_id,
        external=told.external,
        internal=told.internal,
        then=told.then,
        asks_others=told.asks_others,
    )
    return Status(201, _message(queries.broadcast(request.actor, made.pk)))


@router.post("/problems/messages/{int:broadcast_id}/stop", response={200: MessageToAll, **REFUSALS})
def stop_message(request: Request, broadcast_id: int) -> dict[str, Any]:
    """Take it back, or keep the rest of it from going out."""
    queries.broadcast(request.actor, broadcast_id)
    actions.stop_broadcast(request.actor, broadcast_id)
    return _message(queries.broadcast(request.actor, broadcast_id))


def _message(found: Row) -> dict[str, Any]:
    return {**found, "problem": found["problem_id"], "tickets": found["letters"]}
