"""Verbs: ask another area because of a customer's ticket, and say whether the customer waits for it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Hat, Permission
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.people import queries as people
from balcao.register.people.models import Handle
from balcao.service.inboxes import queries as inboxes
from balcao.service.inboxes.models import Audience, Inbox
from balcao.service.tickets.actions import open_ticket
from balcao.service.tickets.actions.shared import handling, touch
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import ENDED, Kind, Status

from . import keeping
from .events import InsideAsked
from .models import Linked


@transaction.atomic
def ask(
    actor: Actor,
    ticket_id: int,
    inbox_id: int,
    subject: str,
    said: Said,
    *,
    kind: str = Kind.REQUEST,
    waits: bool = True,
    came_by: int | None = None,
) -> Linked:
    """Ask another area for something that a customer's ticket needs, in a ticket of its own.

    The asker is its requester, under their own name and work address, and reads of it what any
    requester reads. `waits`: the customer can't be helped before that, which is measured from now on.
    """
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET)
    _require_customers(ticket)
    inbox, handle = _way_in(actor, ticket, inbox_id, came_by)
    if not subject.strip():
        raise Invalid(_("Say what you need."), {"subject": _("Say what you need.")})
    if not said.body.strip():
        raise Invalid(_("Write something first."), {"body": _("Write something first.")})
    inner, _message = open_ticket(actor, inbox, handle, subject, said, kind=kind)
    linked = Linked.objects.create(
        ticket=ticket,
        inner=inner,
        team_id=ticket.team_id,
        asked_by_id=actor.me,
        waits=waits,
        asked_at=clock.now(),
    )
    publish(actor, InsideAsked(ticket.pk, linked.pk, waits=waits))
    keeping.follow(actor, inner.pk)
    touch(ticket)
    return linked


@transaction.atomic
def set_waits(actor: Actor, linked_id: int, *, waits: bool) -> None:
    """Say whether the customer waits for this request; for who handles their ticket."""
    found = Linked.objects.filter(pk=linked_id).values_list("ticket_id", flat=True).first()
    if found is None:
        raise NotFound()
    ticket = handling(actor, found, Permission.CHANGE_TICKET)
    if Linked.objects.filter(pk=linked_id).exclude(waits=waits).update(waits=waits):
        keeping.follow(actor, ticket.pk)
        touch(ticket)


def _require_customers(ticket: Ticket) -> None:
    if ticket.side != Audience.EXTERNAL:
        raise Invalid(_("This is a request from inside already: ask the other area by the portal."))
    if Status(ticket.status) in ENDED:
        raise Invalid(_("This ticket has ended. Reopen it first."))


def _way_in(
    actor: Actor, ticket: Ticket, inbox_id: int, came_by: int | None
) -> tuple[Inbox, Handle]:
    """The other area's inbox and the asker's work address: one asks as any colleague does."""
    colleague = actor.wearing(Hat.INTERNAL)
    inbox = inboxes.opening(colleague, inbox_id)
    if inbox.team_id == ticket.team_id:
        raise Invalid(_("This is your own area."), {"inbox": _("This is your own area.")})
    handle = people.own_handle(colleague, came_by)
    if not handle.is_work:
        raise Invalid(_("Only a work address may ask another area."))
    return inbox, handle
