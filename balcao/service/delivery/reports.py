"""Delivery reports and automatic mail: kept with what they are about, never answered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balcao.channels.email.kind import BounceReport
from balcao.core.actor import SYSTEM
from balcao.core.sql import Row, row
from balcao.core.text import clean, one_line
from balcao.service.tickets.actions import attach_automatic, mark_delivery
from balcao.service.tickets.models import Message, Ticket

from .case import Case, Settled, quarantined
from .identity import identity_of, remember, seen
from .models import Outcome, OutgoingMail, OutgoingState, Purpose
from .participation import takes_part
from .saying import said

BY_ID = """
SELECT o.*, t.protocol FROM delivery_outgoingmail o LEFT JOIN tickets_ticket t ON t.id = o.ticket_id
WHERE o.rfc_id = ANY(%(ids)s) ORDER BY o.id DESC LIMIT 1
"""

BY_TICKET = """
SELECT o.*, t.protocol FROM delivery_outgoingmail o JOIN tickets_ticket t ON t.id = o.ticket_id
WHERE o.ticket_id = ANY(%(tickets)s) AND o.to_address = ANY(%(recipients)s)
ORDER BY o.id DESC LIMIT 1
"""


def settle_bounce(case: Case, report: BounceReport | None) -> Settled:
    """A delivery report marks the very message that failed, or is kept where it can be seen."""
    failed = _failed_mail(case, report)
    if failed is None:
        return quarantined(_("A delivery report that matches nothing we sent."), Outcome.BOUNCE)
    why = _why(report)
    is_final = report is None or report.permanent
    if is_final:
        OutgoingMail.objects.filter(pk=failed["id"]).update(state=OutgoingState.FAILED, error=why)
    if failed["purpose"] == Purpose.REPLY:
        message = Message.objects.get(pk=failed["message_id"])
        state = "failed" if is_final else message.delivery_state
        mark_delivery(SYSTEM, message.pk, state, f"{failed['to_address']}: {why}")
        reason = _("A delivery report of the message it is kept with: %(why)s") % {"why": why}
        return Settled(Outcome.BOUNCE, reason, message_id=message.pk, protocol=failed["protocol"])
    if failed["ticket_id"] is None:
        return quarantined(
            _("A delivery report of a notice: %(why)s") % {"why": why}, Outcome.BOUNCE
        )
    reason = _("The acknowledgement was not delivered: %(why)s") % {"why": why}
    return _attached(case, failed["ticket_id"], Outcome.BOUNCE, reason)


def settle_automatic(case: Case) -> Settled:
    """Automatic mail of somebody who takes part is kept on its ticket, any other aside."""
    reason = case.why[-1]
    for named in case.named:
        ticket = Ticket.objects.filter(pk=named.ticket_id).first()
        if ticket is not None and takes_part(case.from_address, ticket.pk):
            return _attached(case, ticket.pk, Outcome.AUTOMATIC, reason)
    return quarantined(reason, Outcome.AUTOMATIC)


def _failed_mail(case: Case, report: BounceReport | None) -> Row | None:
    """What we sent and the report is about: by Message-ID, else by ticket and recipient."""
    ids = [report.original_message_id] if report and report.original_message_id else []
    ids = [clean(each) for each in (*ids, *case.mail.thread_ids)]
    found = row(BY_ID, {"ids": [each.lower() for each in ids] + ids}) if ids else None
    if found is not None or report is None or not case.named:
        return found
    return row(
        BY_TICKET,
        {
            "tickets": [each.ticket_id for each in case.named],
            "recipients": [clean(each.address).lower() for each in report.recipients],
        },
    )


def _attached(case: Case, ticket_id: int, outcome: Outcome, reason: str) -> Settled:
    """Kept on its ticket once, however often it comes."""
    ticket = Ticket.objects.get(pk=ticket_id)
    identity = identity_of(case.mail).about(f"{outcome} {ticket_id}")
    same = next((each for each in seen(identity) if each["is_same"]), None)
    if same is None:
        message = attach_automatic(SYSTEM, ticket_id, said(case, reason, is_reply=True))
        remember(identity, 0, message.pk)
    message_id = same["message_id"] if same else message.pk
    return Settled(outcome, reason, message_id=message_id, protocol=ticket.protocol)


def _why(report: BounceReport | None) -> str:
    if report is None or not report.recipients:
        return _("the other side gave no reason")
    first = report.recipients[0]
    told = " ".join(filter(None, (first.status, first.diagnostic or first.action)))
    return one_line(told, 400) or _("the other side gave no reason")
