from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid
from balcao.core.sql import rows
from balcao.events.actions import publish
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.actions.shared import handling
from balcao.service.tickets.rules import ENDED, Status

from .. import rules
from ..events import SnoozeEnded, TicketSnoozed
from ..models import Snooze
from ..waking import DEADLINES
from .following_up import require_reasonable


@transaction.atomic
def snooze(actor: Actor, ticket_id: int, until: datetime, reason: str) -> Snooze:
    """Put a ticket on hold until this instant; it comes back open, with the reason.

    The client's word, or any change of its status, ends it before. Snoozed again, the later
    word counts.
    """
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET)
    told = text.one_line(reason).strip()[: rules.REASON_MAX]
    if not told:
        raise Invalid(_("Say what is waited for."), {"reason": _("Say what is waited for.")})
    if ticket.status in ENDED:
        raise Invalid(_("This ticket has ended. Reopen it first."))
    require_reasonable(until)
    end_snooze(actor, ticket_id, rules.End.HAND)
    tickets.change_status(actor, ticket_id, Status.ON_HOLD, reason=told)
    made = Snooze.objects.create(
        ticket_id=ticket_id,
        person_id=actor.me,
        until_at=until,
        reason=told,
        from_at=clock.now(),
    )
    publish(actor, TicketSnoozed(ticket_id, made.pk, actor.me))
    DEADLINES.expect([until])
    return made


def end_snooze(actor: Actor, ticket_id: int, by: rules.End, *, is_late: bool = False) -> str | None:
    """End the snooze of a ticket whose row is locked; its reason, None when there was none."""
    found = rows(
        "UPDATE agenda_snooze SET ended_at = %(now)s, ended_by = %(by)s"
        " WHERE ticket_id = %(ticket)s AND ended_at IS NULL RETURNING id, person_id, reason",
        {"now": clock.now(), "by": str(by), "ticket": ticket_id},
    )
    for line in found:
        publish(actor, SnoozeEnded(ticket_id, line["id"], line["person_id"], by, is_late))
    return str(found[0]["reason"]) if found else None
