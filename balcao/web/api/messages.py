from __future__ import annotations

from typing import Any

from ninja import Query, Router, Status

from balcao.core.actor import Actor, Hat
from balcao.core.errors import Forbidden
from balcao.core.sql import Row
from balcao.register.people import queries as people
from balcao.service.tickets import actions, queries
from balcao.service.tickets.content import Said

from .bearer import Request
from .pages import cut
from .shapes import REFUSALS, Message, NewMessage, Page, Paging
from .shapes import message as shown

router = Router(tags=["messages"])


@router.get("/tickets/{protocol}/messages", response={200: Page[Message], **REFUSALS})
def list_messages(request: Request, protocol: str, told: Query[Paging]) -> dict[str, Any]:
    """What was said in a ticket, oldest first; notes only for those who may read them."""
    thread = queries.thread(request.actor, queries.get(request.actor, protocol))
    found, following = cut(thread, told.cursor, told.limit)
    return {"items": [shown(line) for line in found], "next": following}


@router.post("/tickets/{protocol}/messages", response={201: Message, **REFUSALS})
def create_message(request: Request, protocol: str, told: NewMessage) -> Status[dict[str, Any]]:
    """Say something: a reply or a note as one who handles the ticket, else a client's word.

    Who asked speaks as the client, also where they handle the ticket.
    """
    ticket = queries.get(request.actor, protocol)
    said = Said(told.body, channel="api")
    message_id = _say(request, ticket, said, internal=told.internal)
    thread = queries.thread(request.actor, ticket)
    return Status(201, next(shown(line) for line in thread if line["id"] == message_id))


def _say(request: Request, ticket: Row, said: Said, *, internal: bool) -> int:
    actor: Actor = request.actor
    is_own = ticket["requester_id"] == actor.person_id
    if ticket["is_handled"] and (internal or not is_own):
        say = actions.note if internal else actions.reply
        return say(actor, ticket["id"], said).pk
    if internal:
        raise Forbidden()
    handle = people.own_handle(actor.wearing(Hat(ticket["side"])), request.handle_id)
    return actions.receive(actor, ticket["id"], handle, said).pk
