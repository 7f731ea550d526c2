from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, Invalid
from balcao.events.actions import publish

from .. import rules
from ..events import StatusChanged, TicketReopened
from ..models import Reason, Ticket
from .shared import handling, locked, may, touch


@transaction.atomic
def change_status(
    actor: Actor, ticket_id: int, status: str, *, reason: str = "", version: int | None = None
) -> Ticket:
    """Move a ticket to a status; who handles it may do so."""
    if status not in set(rules.Status):
        raise Invalid(_("This status is unknown."), {"status": _("This status is unknown.")})
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET, version)
    return _moved(actor, ticket, rules.Status(status), reason)


@transaction.atomic
def resolve(actor: Actor, ticket_id: int, *, version: int | None = None) -> Ticket:
    """The client has what they asked for; their next word would reopen it."""
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET, version)
    return _moved(actor, ticket, rules.Status.RESOLVED, "")


@transaction.atomic
def reopen(actor: Actor, ticket_id: int, reason: str, *, version: int | None = None) -> Ticket:
    """An ended ticket goes on, for its requester or who handles it, with the reason said."""
    ticket = locked(actor, ticket_id, version)
    is_client = actor.person_id == ticket.requester_id and ticket.side in actor.sides
    if not is_client and not may(actor, ticket, Permission.CHANGE_TICKET):
        raise Forbidden()
    if rules.Status(ticket.status) not in rules.ENDED:
        raise Invalid(_("This ticket is open already."))
    if not reason.strip():
        raise Invalid(_("Say why it should go on."), {"reason": _("Say why it should go on.")})
    return _moved(actor, ticket, rules.Status.OPEN, reason)


def move(actor: Actor, ticket: Ticket, after: rules.Status, reason: str = "") -> list[str]:
    """Give a locked ticket its new status and publish it; the fields to be saved, none if it had it.

    A reason in words is kept beside the event.
    """
    before = rules.Status(ticket.status)
    if after is before:
        return []
    if not rules.may_become(before, after):
        raise Invalid(_("A ticket can't become new again."))
    instant = clock.now()
    ticket.status = after
    if rules.is_reopened(before, after):
        ticket.reopened_count += 1
        ticket.resolved_at = ticket.closed_at = None
        ticket.waiting_since = instant
        event = publish(actor, TicketReopened(ticket.pk, before=before))
        if after is not rules.Status.OPEN:
            publish(actor, StatusChanged(ticket.pk, rules.Status.OPEN, after))
    else:
        event = publish(actor, StatusChanged(ticket.pk, before, after))
    if after in rules.ENDED:
        ticket.resolved_at = ticket.resolved_at or instant
        ticket.closed_at = instant if after is rules.Status.CLOSED else None
    if after in (*rules.ENDED, rules.Status.PENDING):
        ticket.waiting_since = None
    if reason.strip():
        Reason.objects.create(ticket=ticket, event_id=event.pk, text=reason.strip())
    return ["status", "reopened_count", "resolved_at", "closed_at", "waiting_since"]


def _moved(actor: Actor, ticket: Ticket, after: rules.Status, reason: str) -> Ticket:
    fields = move(actor, ticket, after, reason)
    if fields:
        touch(ticket, *fields)
    return ticket
