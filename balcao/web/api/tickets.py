from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status

from balcao.core.actor import Actor, Hat, Permission
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.register.people import queries as people
from balcao.register.people.actions import holder_of_address
from balcao.service.inboxes import queries as inboxes
from balcao.service.tickets import queries
from balcao.service.tickets.actions import open_ticket
from balcao.service.tickets.content import Said

from .bearer import Request
from .shapes import REFUSALS, NewTicket, Page, Ticket, TicketFilter
from .shapes import ticket as shown

router = Router(tags=["tickets"])


@router.get("/tickets", response={200: Page[Ticket], **REFUSALS})
def list_tickets(request: Request, told: Query[TicketFilter]) -> dict[str, Any]:
    """Tickets one handles, asked for or sees through an organization; latest change first."""
    found, following = queries.visible(
        request.actor,
        requester=told.requester,
        status=told.status,
        team=told.team,
        cursor=told.cursor,
        limit=told.limit,
    )
    return {"items": [shown(line) for line in found], "next": following}


@router.post("/tickets", response={201: Ticket, **REFUSALS})
def create_ticket(request: Request, told: NewTicket) -> Status[dict[str, Any]]:
    """Open a ticket for oneself or, as an agent of the inbox's team, for somebody else."""
    inbox = inboxes.usable_by_address(request.actor, told.inbox)
    if inbox is None:
        raise NotFound(_("There is no such inbox."))
    if told.requester is None:
        side = request.actor.wearing(Hat(inbox["audience"]))
        requester = people.own_handle(side, request.handle_id)
    elif _may_ask_for(request.actor, told.requester, inbox["team_id"]):
        requester = _holder(request.actor, told.requester)
    else:
        raise Forbidden()
    ticket, _message = open_ticket(
        request.actor,
        inboxes.opening(request.actor, inbox["id"]),
        requester,
        told.subject,
        Said(told.body, channel="api"),
        kind=told.kind,
    )
    return Status(201, shown(queries.get(request.actor, ticket.protocol)))


@router.get("/tickets/{protocol}", response={200: Ticket, **REFUSALS})
def read_ticket(request: Request, protocol: str) -> dict[str, Any]:
    """One ticket, by its protocol in any notation."""
    return shown(queries.get(request.actor, protocol))


def _holder(actor: Actor, address: str) -> Any:
    """Whoever holds the address, registered now when nobody does; Invalid for what is none."""
    try:
        return holder_of_address(actor, address)
    except Invalid as refusal:
        raise Invalid(refusal.message, {"requester": refusal.message}) from None


def _may_ask_for(actor: Actor, address: str, team_id: int) -> bool:
    """One asks for oneself, and for anybody where one answers for the team."""
    if actor.may(Permission.REPLY, team_id):
        return True
    return any(row["id"] == actor.person_id for row in people.by_handle(actor, address))
