"""While something waits for an approval its ticket's promises stand still, and go on afterwards."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from django.db.models import Exists, OuterRef

from balcao.core import text
from balcao.core.actor import SYSTEM
from balcao.core.errors import Invalid
from balcao.service.sla import actions as sla
from balcao.service.sla.models import Clock, Pause
from balcao.service.sla.rules import Cause
from balcao.service.tickets.models import Ticket

from .models import Approval
from .rules import State

_PAUSES = Pause.objects.filter(clock=OuterRef("pk"), cause=Cause.APPROVAL, to_at=None)


def locked(approval_id: int) -> Approval | None:
    """The approval, locked after its ticket, in the order in which tickets lock what hangs on them."""
    ticket = Approval.objects.filter(pk=approval_id).values_list("ticket_id", flat=True).first()
    if ticket is not None:
        Ticket.objects.select_for_update().filter(pk=ticket).values_list("pk").first()
    return (
        Approval.objects.select_for_update(of=("self",))
        .select_related("version__rule")
        .filter(pk=approval_id)
        .first()
    )


def hold(approval: Approval) -> None:
    """Stop the clocks of the ticket, if it has any that run."""
    if approval.ticket_id is None:
        return
    running = Clock.objects.filter(ticket=approval.ticket_id, ended_at=None, breached_at=None)
    if not running.exclude(Exists(_PAUSES)).exists():
        return
    reason = text.one_line(approval.version.rule.name, 120)
    with suppress(Invalid), transaction.atomic():  # Invalid: nothing there to be paused
        sla.pause(SYSTEM, approval.ticket_id, reason, cause=Cause.APPROVAL)


def let_go(approval: Approval) -> None:
    """Let the clocks go on, unless the ticket waits for another approval."""
    if approval.ticket_id is None:
        return
    others = Approval.objects.filter(ticket_id=approval.ticket_id, state=State.WAITING)
    if others.exclude(pk=approval.pk).exists():
        return
    if not Clock.objects.filter(Exists(_PAUSES), ticket=approval.ticket_id).exists():
        return
    with suppress(Invalid), transaction.atomic():  # Invalid: nothing stands still
        sla.resume(SYSTEM, approval.ticket_id, cause=Cause.APPROVAL)
