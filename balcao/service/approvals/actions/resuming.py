from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid
from balcao.service.sla import actions as sla
from balcao.service.sla.rules import Cause
from balcao.service.tickets.models import Ticket

from ..models import Approval
from ..rules import State


@transaction.atomic
def resume(actor: Actor, ticket_id: int) -> int:
    """End the pauses that somebody agreed to in a ticket one handles; how many clocks go on.

    The one that an approval set ends with its decision alone: Conflict where nothing else stands
    still. Invalid where nothing does.
    """
    Ticket.objects.select_for_update().filter(pk=ticket_id).values_list("pk").first()
    if not Approval.objects.filter(ticket_id=ticket_id, state=State.WAITING).exists():
        return sla.resume(actor, ticket_id)
    try:
        return sla.resume(actor, ticket_id, cause=Cause.AGREEMENT)
    except Invalid:
        raise Conflict(
            _("This waits for an approval: the promises go on once it is decided.")
        ) from None
