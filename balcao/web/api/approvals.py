from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row
from balcao.service.approvals import actions, queries, wording
from balcao.service.approvals.rules import Way

from .bearer import Request
from .shapes import REFUSALS, Page, Paging, Text

router = Router(tags=["approvals"])
APPROVAL = "/approvals/{int:approval_id}"
Reason = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=2000)]
Address = Annotated[Text, StringConstraints(max_length=254)]
State = Literal["waiting", "approved", "refused", "expired", "withdrawn"]


class ApprovalFilter(Paging):
    """Which approvals: those that wait for one's decision, one decided in, one asked for, or may read."""

    role: Literal["decide", "decided", "asked", "all"] = "decide"


class Approval(Schema):
    """What waits for somebody's yes. `ask` is what one decides oneself, null where one doesn't.

    `stage` is the open one's name, the `position`th of `stages`, to be decided by `due_at`; a
    customer learns neither stage nor rule.
    """

    id: int
    summary: str
    amount: Decimal | None
    requester: str
    protocol: str | None
    rule: str
    state: State
    stage: str | None
    position: int | None
    stages: int
    due_at: datetime | None
    begun_at: datetime
    ended_at: datetime | None
    ask: int | None
    for_whom: str | None = Field(None, description="Whom one stands in for.")


class Step(Schema):
    """One step of the trail, in words."""

    at: datetime
    said: str
    by: str | None
    about: str | None
    way: str
    reason: str


class ToldApproval(Approval):
    """One approval with what was filled in (`details`), what `changed` since it was not approved before,
    and its trail, oldest step first; the trail is empty for customers."""

    details: str
    changed: str
    may_ask_again: bool
    trail: list[Step]


class Decided(Schema):
    """What one decides, and why; a refusal needs a reason."""

    decision: Literal["approved", "refused"]
    reason: Reason = ""


class Changed(Schema):
    """What is different now; approvers read it."""

    changed: Annotated[Text, StringConstraints(max_length=2000)]


class Why(Schema):
    """Why it is taken back."""

    reason: Reason = ""


class Delegation(Schema):
    """Who is away from a day until another, both included, and who decides for them."""

    id: int
    person: str
    delegate: str
    from_on: date
    until_on: date
    reason: str


class NewDelegation(Schema):
    """Who decides for one while one is away: the address of work of somebody who works here."""

    delegate: Address
    from_on: date
    until_on: date
    reason: Annotated[Text, StringConstraints(max_length=200)] = ""


@router.get("/approvals", response={200: Page[Approval], **REFUSALS})
def list_approvals(request: Request, told: Query[ApprovalFilter]) -> dict[str, Any]:
    """Approvals, newest first."""
    before = read_cursor(told.cursor)[1] if told.cursor else None
    found = queries.approvals(request.actor, told.role, before=before, limit=told.limit + 1)
    shown = found[: told.limit]
    last = shown[-1] if len(found) > told.limit else None
    following = write_cursor(last["begun_at"], last["id"]) if last else None
    return {"items": [_approval(one) for one in shown], "next": following}


@router.get(APPROVAL, response={200: ToldApproval, **REFUSALS})
def one_approval(request: Request, approval_id: int) -> dict[str, Any]:
    """One approval with its trail."""
    return _told(request, approval_id)


@router.post(f"{APPROVAL}/actions/decide", response={200: ToldApproval, **REFUSALS})
def decide(request: Request, approval_id: int, told: Decided) -> dict[str, Any]:
    """Approve or refuse what one is asked; in one's own name, which the token is."""
    found = queries.approval(request.actor, approval_id)
    if found["ask_id"] is None:
        _refuse(found)
    actions.decide(request.actor, found["ask_id"], told.decision, told.reason, way=Way.API)
    return _told(request, approval_id)


@router.post(f"{APPROVAL}/actions/withdraw", response={200: ToldApproval, **REFUSALS})
def withdraw(request: Request, approval_id: int, told: Why) -> dict[str, Any]:
    """Take back what one asked for."""
    actions.withdraw(request.actor, approval_id, told.reason)
    return _told(request, approval_id)


@router.post(f"{APPROVAL}/actions/ask-again", response={201: ToldApproval, **REFUSALS})
def ask_again(request: Request, approval_id: int, told: Changed) -> Status[Any]:
    """Ask once more for what a ticket was not given, by the same rule as it is today; the new approval."""
    queries.approval(request.actor, approval_id)
    made = actions.ask_again(request.actor, approval_id, told.changed)
    return Status(201, _told(request, made.pk))


@router.get("/delegations", response={200: Page[Delegation], **REFUSALS})
def list_delegations(request: Request) -> dict[str, Any]:
    """From today on: who is away and who decides for them, of one's own and those to one."""
    return {"items": queries.delegations(request.actor), "next": None}


@router.post("/delegations", response={201: Delegation, **REFUSALS})
def delegate(request: Request, told: NewDelegation) -> Status[Any]:
    """Name who decides for one while one is away."""
    address = told.delegate.strip().lower()
    person = queries.addressed(request.actor, [address]).get(address)
    if person is None:
        words = _("Nobody who works here has this address.")
        raise Invalid(words, {"delegate": words})
    made = actions.delegate(request.actor, person, told.from_on, told.until_on, told.reason)
    listed = queries.delegations(request.actor)
    return Status(201, next(one for one in listed if one["id"] == made.pk))


@router.post(
    "/delegations/{int:delegation_id}/actions/end", response={200: Page[Delegation], **REFUSALS}
)
def end_delegation(request: Request, delegation_id: int) -> dict[str, Any]:
    """Be back: what waits comes back at once; the delegations that are left."""
    actions.end_delegation(request.actor, delegation_id)
    return {"items": queries.delegations(request.actor), "next": None}


def _refuse(found: Row) -> None:
    """Why one can't decide it: who reads it without being asked learns that it isn't theirs."""
    if found["state"] != "waiting":
        raise Conflict(_("This was decided already."))
    raise Forbidden(
        _("You asked for this yourself: somebody else decides it.") if found["is_own"] else None
    )


def _told(request: Request, approval_id: int) -> dict[str, Any]:
    found = queries.approval(request.actor, approval_id)
    try:
        trail = queries.trail(request.actor, approval_id)
    except NotFound:
        trail = []
    steps = [{**line, "said": wording.step(line), "reason": line["words"]} for line in trail]
    return {**_approval(found), "trail": steps}


def _approval(one: Row) -> dict[str, Any]:
    return {**one, "ask": one["ask_id"], "for_whom": one["instead_of"]}
