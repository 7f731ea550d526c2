from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.listening.loop import actions, queries
from balcao.listening.loop.rules import WORDS_MOST

from .bearer import Request
from .shapes import REFUSALS, Page, Paging

router = Router(tags=["loop"])
TASK_ID = "/loop/tasks/{int:task_id}"
Words = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=WORDS_MOST)]


class TaskFilter(Paging):
    """Which tasks: those not ended, those of them that are late, those that ended, or all."""

    show: Literal["open", "late", "done", "all"] = "open"
    mine: bool = False
    limit: int = Field(50, ge=1, le=100)


class Task(Schema):
    """What came of a low answer, or of what many said together, with who does it and by when.

    `score` and `threshold` say why; of many together (`when` is cell or theme) nobody's answer is
    behind it, and `person` and `protocol` are null. `solved` is what who answered says afterwards,
    from 1 to 5.
    """

    id: int
    survey_id: int
    survey: str
    when: Literal["score", "cell", "theme"]
    measure: str
    score: float
    threshold: float
    person: str | None
    protocol: str | None
    team: str | None
    owner: str | None
    state: Literal["open", "doing", "done", "dropped"]
    opened_at: datetime
    due_at: datetime
    is_late: bool
    ended_at: datetime | None
    steps: int
    steps_done: int
    solved: int | None


class WhatDone(Schema):
    """What was done, or why nothing is to be."""

    words: Words


@router.get("/loop/tasks", response={200: Page[Task], **REFUSALS})
def list_tasks(request: Request, told: Query[TaskFilter]) -> dict[str, Any]:
    """The tasks one may read, what is due first in front; the ended ones from the latest."""
    if not queries.may_see(request.actor):
        raise NotFound()
    found, following = queries.tasks(
        request.actor, show=told.show, is_mine=told.mine, cursor=told.cursor, limit=told.limit
    )
    return {"items": [_task(one) for one in found], "next": following}


@router.get(TASK_ID, response={200: Task, **REFUSALS})
def one_task(request: Request, task_id: int) -> dict[str, Any]:
    """One task."""
    return _task(queries.task(request.actor, task_id))


@router.post(f"{TASK_ID}/actions/take", response={200: Task, **REFUSALS})
def take(request: Request, task_id: int) -> dict[str, Any]:
    """Do it oneself."""
    actions.take(request.actor, task_id)
    return _task(queries.task(request.actor, task_id))


@router.post(f"{TASK_ID}/actions/done", response={200: Task, **REFUSALS})
def done(request: Request, task_id: int, told: WhatDone) -> dict[str, Any]:
    """It is done; who answered is asked once whether it is solved."""
    actions.finish(request.actor, task_id, told.words)
    return _task(queries.task(request.actor, task_id))


@router.post(f"{TASK_ID}/actions/drop", response={200: Task, **REFUSALS})
def drop(request: Request, task_id: int, told: WhatDone) -> dict[str, Any]:
    """Nothing is to be done; the words say why."""
    actions.drop(request.actor, task_id, told.words)
    return _task(queries.task(request.actor, task_id))


def _task(one: Row) -> dict[str, Any]:
    return {
        **one,
        "measure": one["kind"] or "share",
        "person": one["who"],
        "steps_done": one["ticked"],
    }
