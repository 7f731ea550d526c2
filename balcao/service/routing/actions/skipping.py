from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.service.tickets import actions as tickets
from balcao.service.tickets import scope
from balcao.service.tickets.models import Ticket

from ..events import TicketSkipped
from ..models import Skip
from ..rules import Why
from ..waking import wake
from .presence import return_work

REASON_MAX = 300


@transaction.atomic
def skip(actor: Actor, ticket_id: int, reason: str) -> Skip:
    """Pass on a ticket one was offered or given, and say why; it is not offered again that day.

    Given by the desk and still untouched, it goes back to its queue.
    """
    team_id = _team_of(actor, ticket_id)
    told = text.one_line(reason).strip()[:REASON_MAX]
    if not told:
        raise Invalid(_("Say why you pass it on."), {"reason": _("Say why you pass it on.")})
    kept = Skip.objects.create(
        ticket_id=ticket_id, team_id=team_id, person_id=actor.me, reason=told, at=clock.now()
    )
    return_work(actor, actor.me, Why.SKIPPED, ticket_id)
    publish(actor, TicketSkipped(ticket_id, person_id=actor.me))
    wake()
    return kept


def take(actor: Actor, ticket_id: int) -> Ticket:
    """Take an unassigned ticket of one's team, or go on with one's own; Invalid when it is gone."""
    with transaction.atomic():
        _team_of(actor, ticket_id)
        owner = row(
            "SELECT assignee_id FROM tickets_ticket WHERE id = %(id)s FOR UPDATE",
            {"id": ticket_id},
        )
        if owner is None or owner["assignee_id"] not in (None, actor.me):
            raise Invalid(_("Somebody else has taken it meanwhile."))
        return tickets.assign(actor, ticket_id, actor.me)


def _team_of(actor: Actor, ticket_id: int) -> int:
    """The team of a ticket one may answer; NotFound outside the scope, else Forbidden."""
    found = row(
        f"SELECT t.team_id FROM tickets_ticket t WHERE t.id = %(id)s AND {scope.HANDLED}",
        {**scope.params(actor), "id": ticket_id},
    )
    if found is None:
        raise NotFound()
    if not actor.may(Permission.REPLY, found["team_id"]):
        raise Forbidden()
    return int(found["team_id"])
