from __future__ import annotations

from django.db import transaction

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.events.actions import publish
from balcao.service.tickets import queries as tickets

from ..events import ChangeLinked
from ..models import Change, Concern
from .locking import held


@transaction.atomic
def link_ticket(actor: Actor, change_id: int, protocol: str) -> Change:
    """A ticket one handles has to do with this change."""
    change = held(actor, change_id).change
    ticket = tickets.get(actor, protocol, handled=True)
    _concern, is_new = Concern.objects.get_or_create(change=change, ticket_id=ticket["id"])
    if is_new:
        publish(actor, ChangeLinked(change.pk, ticket["id"], None, is_linked=True))
    return change


@transaction.atomic
def unlink_ticket(actor: Actor, change_id: int, protocol: str) -> Change:
    """A ticket one handles has nothing to do with it after all."""
    change = held(actor, change_id).change
    ticket = tickets.get(actor, protocol, handled=True)
    gone, _which = Concern.objects.filter(change=change, ticket_id=ticket["id"]).delete()
    if not gone:
        raise NotFound()
    publish(actor, ChangeLinked(change.pk, ticket["id"], None, is_linked=False))
    return change
