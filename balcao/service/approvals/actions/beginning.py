from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.actions import publish

from ..events import ApprovalBegun
from ..holding import hold
from ..models import Approval, Rule, Stage
from ..opening import go_on
from ..rules import State, What, read_stages
from ..trail import note

SUMMARY_MOST, DETAILS_MOST = 500, 20_000


@transaction.atomic
def begin(
    actor: Actor,
    rule_id: int,
    *,
    subject: tuple[str, int],
    requester_id: int,
    summary: str,
    ticket_id: int | None = None,
    amount: Decimal | None = None,
    code_above: Decimal | None = None,
    details: str = "",
    changed: str = "",
) -> Approval:
    """Ask for approval of `subject`, a thing of another room told by its type and id.

    The caller has seen that the actor may ask for the thing. `summary` is what approvers read, with
    `details` below it, and with what `changed` where it is asked for again. What no stage of the
    rule applies to is approved at once: ApprovalDecided is told in any case, once. NotFound for a rule that isn't in use; Conflict while the subject waits already.
    """
    if actor.person_id is None and not actor.is_system:
        raise Forbidden()
    rule = Rule.objects.filter(pk=rule_id, is_active=True).first()
    if rule is None:
        raise NotFound()
    told = text.one_line(summary, SUMMARY_MOST)
    if not told:
        raise Invalid(_("Say what is to be approved."), {"summary": _("Say what.")})
    kind, number = subject
    waiting = Approval.objects.filter(subject_type=kind, subject_id=number, state=State.WAITING)
    if waiting.exists():
        raise Conflict(_("This waits for approval already."))
    version = rule.versions.order_by("-number").first()
    assert version is not None
    approval = Approval.objects.create(
        version=version,
        subject_type=kind,
        subject_id=number,
        ticket_id=ticket_id,
        requester_id=requester_id,
        asked_by_id=actor.person_id if actor.person_id != requester_id else None,
        amount=amount,
        code_above=code_above,
        summary=told,
        details=text.clean(details).strip()[:DETAILS_MOST],
        changed=changed,
        begun_at=clock.now(),
    )
    _set_out(approval)
    what = What.BEGUN_AGAIN if changed else What.BEGUN
    note(approval, what, by=actor.person_id or requester_id, words=changed)
    hold(approval)
    publish(actor, ApprovalBegun(approval.pk, kind, number, ticket_id))
    go_on(actor, approval)
    return approval


def _set_out(approval: Approval) -> None:
    Stage.objects.bulk_create(
        Stage(
            approval=approval,
            position=position,
            name=stage.name,
            needed=stage.needed,
            code_above=stage.code_above,
        )
        for position, stage in enumerate(read_stages(approval.version.stages), start=1)
    )
