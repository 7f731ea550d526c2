from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.actions.shared import locked as locked_ticket
from balcao.service.tickets.actions.shared import may
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import ENDED, Status

from ..holding import locked
from ..models import Approval
from ..rules import NOT_GIVEN
from .beginning import begin

CHANGED_MOST = 2000


@transaction.atomic
def ask_again(actor: Actor, approval_id: int, changed: str) -> Approval:
    """Begin a new approval of what a ticket asks for and was not given: by the same rule as of today.

    For the ticket's requester and who handles it; `changed` says in words what is different now, and
    approvers read it. Where the ticket has ended it goes on. Invalid without words; Conflict where it
    waits or was given meanwhile, or its rule is out of use; NotFound outside the ticket's scope.
    """
    ticket_id = Approval.objects.filter(pk=approval_id).values_list("ticket", flat=True).first()
    if ticket_id is None:
        raise NotFound()
    ticket = locked_ticket(actor, ticket_id)
    _require_own_or_handled(actor, ticket)
    before = locked(approval_id)
    assert before is not None
    _require_last_and_not_given(before)
    told = text.clean(changed).strip()[:CHANGED_MOST]
    if not told:
        raise Invalid(
            _("Say what changed."), {"changed": _("Approvers will read it. Say what changed.")}
        )
    if Status(ticket.status) in ENDED:
        tickets.reopen(actor, ticket.pk, told)
    return begin(
        actor,
        before.version.rule_id,
        subject=(before.subject_type, before.subject_id),
        requester_id=before.requester_id,
        summary=before.summary,
        ticket_id=ticket.pk,
        amount=before.amount,
        code_above=before.code_above,
        details=before.details,
        changed=told,
    )


def _require_own_or_handled(actor: Actor, ticket: Ticket) -> None:
    is_own = actor.person_id == ticket.requester_id and ticket.side in actor.sides
    if not is_own and not may(actor, ticket, Permission.CHANGE_TICKET):
        raise Forbidden()


def _require_last_and_not_given(before: Approval) -> None:
    since = Approval.objects.filter(
        subject_type=before.subject_type, subject_id=before.subject_id, pk__gt=before.pk
    )
    if before.state not in NOT_GIVEN or since.exists():
        raise Conflict(_("This was asked for again already, or needs no approval any more."))
    if not before.version.rule.is_active:
        raise Conflict(_("Nobody can approve this now. Tell the team that offers it."))
