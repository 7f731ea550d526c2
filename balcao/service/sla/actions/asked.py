"""Promises made when somebody asks for them, as a callback is; the others follow from the ticket."""

from __future__ import annotations

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.service.tickets.actions.shared import handling, locked, wake

from .. import clocks, ending, starting


@transaction.atomic
def begin_promise(actor: Actor, ticket_id: int, promise: str) -> bool:
    """Start the clock of this promise on a ticket one sees.

    False when it runs already, or the company promises nothing of the sort on such a ticket.
    """
    ticket = locked(actor, ticket_id)
    known = clocks.ticking(ticket_id)
    offered = starting.offer(ticket_id, [promise])
    if offered is None or offered.choose(promise) is None:
        return False
    if any(one.promise == promise for one in known):
        return False
    starting.begin(ticket_id, offered, [promise], known, clock.now(), status=ticket.status)
    wake(ticket)
    return True


@transaction.atomic
def end_promise(actor: Actor, ticket_id: int, promise: str, *, is_kept: bool = True) -> bool:
    """Say that it was kept (broken, if too late), or is not wanted any more; False if none ran."""
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET)
    ended = ending.end(actor, ticket_id, [promise], [promise] if is_kept else [])
    if ended:
        wake(ticket)
    return bool(ended)
