from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.errors import Invalid
from balcao.core.sql import Row
from balcao.service.changes import actions, queries
from balcao.service.changes.actions import Plan
from balcao.service.changes.queries import Meeting
from balcao.service.changes.rules import LONGEST, TEXT_MOST, TITLE_MOST, Risk

from .bearer import Request
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["changes"])
CHANGE = "/changes/{int:change_id}"
Kind = Literal["standard", "normal", "emergency"]
State = Literal[
    "draft", "waiting", "approved", "refused", "running", "done", "reviewed", "cancelled"
]
Outcome = Literal["success", "trouble", "backed_out", "failed"]
RiskName = Literal["low", "moderate", "high", "very_high"]
Title = Annotated[
    str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=TITLE_MOST)
]
Words = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=TEXT_MOST)]
MOST_DAYS = 3 * LONGEST.days


class Listed(Schema):
    """Something done to what the company works with. `risk` is null until all its questions are
    answered."""

    id: int
    title: str
    kind: Kind
    state: State
    team: str
    owner: str | None
    risk: RiskName | None
    services: list[str]
    starts_at: datetime | None
    ends_at: datetime | None
    outcome: Outcome | None


class Met(Schema):
    """Another change to the same in the same time."""

    id: int
    title: str
    services: list[str]
    assets: list[str]
    since: datetime
    until: datetime


class Change(Listed):
    """A change with its plan, its answers about risk, and the changes it meets."""

    answers: dict[str, str]
    plan: str
    back_out: str
    problem: int | None
    decided_at: datetime | None
    reason: str
    began_at: datetime | None
    ended_at: datetime | None
    review: str
    meets: list[Met]


class ChangeFilter(Paging):
    """Which changes: ahead, to be agreed to, whose window passed without them, to look back on, ended,
    or all; with all these words."""

    show: Literal["ahead", "waiting", "missed", "review", "ended", "all"] = "all"
    q: Text = ""


class Window(Schema):
    """From when until when, at most 93 days."""

    since: datetime
    until: datetime


class ToldChange(Schema):
    """A change of one of the actor's teams, named by its id. `answers` are those to the questions
    about its risk, `assets` numbers on labels, `rule` the approval it needs, if any."""

    team: int = Field(ge=1, lt=2**63)
    title: Title
    kind: Kind = "normal"
    answers: dict[Text, Text] = Field(default_factory=dict, max_length=20)
    plan: Words = ""
    back_out: Words = ""
    urgent_why: Words = ""
    services: list[Text] = Field(default_factory=list, max_length=20)
    assets: list[Text] = Field(default_factory=list, max_length=50)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    rule: int | None = Field(None, ge=1, lt=2**63)
    problem: int | None = Field(None, ge=1, lt=2**63)


class ToldOutcome(Schema):
    """How it went."""

    outcome: Outcome


class ToldReview(ToldOutcome):
    """How it went after all, and what was learnt."""

    words: Words


class ToldReason(Schema):
    """Why it won't happen."""

    reason: Words


@router.get("/changes", response={200: Page[Listed], **REFUSALS})
def list_changes(request: Request, told: Query[ChangeFilter]) -> dict[str, Any]:
    """Changes, the latest touched first; for agents."""
    found, following = queries.changes(
        request.actor, show=told.show, query=told.q, cursor=told.cursor, limit=told.limit
    )
    return {"items": [_listed(one) for one in found], "next": following}


@router.get("/changes/calendar", response={200: Page[Listed], **REFUSALS})
def list_calendar(request: Request, told: Query[Window]) -> dict[str, Any]:
    """What happens between two instants, the earliest first."""
    if told.since.tzinfo is None or told.until.tzinfo is None:
        raise Invalid(_("Say the zone of both instants."))
    if not 0 < (told.until - told.since).days <= MOST_DAYS:
        raise Invalid(_("Ask for one day at least and 93 at most."))
    found = queries.between(request.actor, told.since, told.until)
    return {"items": [_listed(one) for one in found], "next": None}


@router.post("/changes", response={201: Change, **REFUSALS})
def plan_change(request: Request, told: ToldChange) -> Status[Any]:
    """Plan a change."""
    if any(at is not None and at.tzinfo is None for at in (told.starts_at, told.ends_at)):
        raise Invalid(_("Say the zone of both instants."))
    plan = Plan(
        title=told.title,
        kind=told.kind,
        answers=told.answers,
        plan=told.plan,
        back_out=told.back_out,
        urgent_why=told.urgent_why,
        services=told.services,
        assets=told.assets,
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        rule_id=told.rule,
        problem_id=told.problem,
    )
    made = actions.plan_change(request.actor, told.team, plan)
    return Status(201, _whole(request, made.pk))


@router.get(CHANGE, response={200: Change, **REFUSALS})
def get_change(request: Request, change_id: int) -> dict[str, Any]:
    """One change."""
    return _whole(request, change_id)


@router.post(f"{CHANGE}/submit", response={200: Change, **REFUSALS})
def submit(request: Request, change_id: int) -> dict[str, Any]:
    """Ask for it."""
    actions.submit(request.actor, change_id)
    return _whole(request, change_id)


@router.post(f"{CHANGE}/begin", response={200: Change, **REFUSALS})
def begin(request: Request, change_id: int) -> dict[str, Any]:
    """It happens now."""
    actions.begin_change(request.actor, change_id)
    return _whole(request, change_id)


@router.post(f"{CHANGE}/finish", response={200: Change, **REFUSALS})
def finish(request: Request, change_id: int, told: ToldOutcome) -> dict[str, Any]:
    """It is over, and how it went."""
    actions.finish(request.actor, change_id, told.outcome)
    return _whole(request, change_id)


@router.post(f"{CHANGE}/review", response={200: Change, **REFUSALS})
def review(request: Request, change_id: int, told: ToldReview) -> dict[str, Any]:
    """Look back on it."""
    actions.review(request.actor, change_id, told.outcome, told.words)
    return _whole(request, change_id)


@router.post(f"{CHANGE}/cancel", response={200: Change, **REFUSALS})
def cancel(request: Request, change_id: int, told: ToldReason) -> dict[str, Any]:
    """It won't happen."""
    actions.cancel(request.actor, change_id, told.reason)
    return _whole(request, change_id)


def _listed(found: Row) -> dict[str, Any]:
    risk = Risk(found["risk"]).name.lower() if found["risk"] else None
    return {**found, "risk": risk, "outcome": found["outcome"] or None}


def _whole(request: Request, change_id: int) -> dict[str, Any]:
    found = queries.change(request.actor, change_id)
    meets: list[Meeting] = queries.conflicts(request.actor, [change_id]).get(change_id, [])
    return {
        **_listed(found),
        "problem": found["problem_id"],
        "reason": found["decision_why"],
        "meets": meets,
    }
