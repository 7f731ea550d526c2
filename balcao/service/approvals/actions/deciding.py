from __future__ import annotations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish

from .. import asking, deciders, scope
from ..events import AskDecided
from ..holding import locked
from ..models import Approval, Ask, Stage
from ..opening import close, end, settle
from ..rules import Decision, StageState, State, Way, What
from ..trail import note

REASON_MOST = 2000
DONE = _("This was decided already.")
OVER = _("The time to decide this is over.")
NOT_NEEDED = _("This needs no decision of yours any more.")
OWN = _("You asked for this yourself: somebody else decides it.")


@transaction.atomic
def decide(
    actor: Actor, ask_id: int, decision: str, reason: str = "", *, way: str = Way.PAGE
) -> Approval:
    """Approve or refuse, signed in, what one was asked for, or what one's delegate was.

    A refusal says why. Conflict where it was decided meanwhile, or its time is over.
    """
    ask = open_ask(ask_id)
    me = scope.inside(actor)
    if ask is None or not me or me not in (ask.approver_id, ask.decider_id):
        raise NotFound()
    settle_ask(actor, ask, me, decision, reason, way)
    return ask.stage.approval


@transaction.atomic
def withdraw(actor: Actor, approval_id: int, reason: str = "") -> Approval:
    """Take back what one asked approval of; whoever keeps its rule may as well."""
    found = row(
        "SELECT a.id FROM approvals_approval a JOIN approvals_ruleversion v ON v.id = a.version_id"
        " JOIN approvals_rule u ON u.id = v.rule_id WHERE a.id = %(id)s"
        f" AND {scope.READ}"
        f" AND (%(me)s::bigint IN (a.requester_id, a.asked_by_id) OR {scope.MAY_KEEP})",
        {**scope.params(actor), "id": approval_id},
    )
    approval = locked(approval_id) if found else None
    if approval is None:
        raise NotFound()
    if approval.state != State.WAITING:
        raise Conflict(DONE)
    for stage in approval.stages.filter(state=StageState.OPEN):
        close(stage, StageState.WITHDRAWN)
    end(actor, approval, State.WITHDRAWN, text.one_line(reason, REASON_MOST))
    return approval


@transaction.atomic
def name_approver(actor: Actor, approval_id: int, person_id: int) -> Ask:
    """Where a stage has too few people to decide it, name one more; for who keeps the rule."""
    found = row(
        "SELECT a.id FROM approvals_approval a JOIN approvals_ruleversion v ON v.id = a.version_id"
        " JOIN approvals_rule u ON u.id = v.rule_id WHERE a.id = %(id)s"
        f" AND {scope.MAY_KEEP}",
        {**scope.params(actor), "id": approval_id},
    )
    approval = locked(approval_id) if found else None
    if approval is None:
        raise NotFound()
    stage = approval.stages.filter(state=StageState.OPEN, stuck_at__isnull=False).first()
    if stage is None:
        raise Conflict(_("This stage has enough people to decide it."))
    stage.approval = approval
    _require_fit(stage, person_id)
    note(approval, What.NAMED, stage=stage, by=actor.person_id, about=person_id)
    ask = asking.ask(stage, person_id)
    settle(actor, stage)
    return ask


def open_ask(ask_id: int) -> Ask | None:
    """The ask with its approval locked; None where there is none."""
    approval_id = Ask.objects.filter(pk=ask_id).values_list("stage__approval_id", flat=True).first()
    approval = locked(approval_id) if approval_id is not None else None
    if approval is None:
        return None
    ask = Ask.objects.select_related("stage", "approver", "decider").get(pk=ask_id)
    ask.stage.approval = approval
    return ask


def settle_ask(
    actor: Actor, ask: Ask, person_id: int, decision: str, reason: str, way: str
) -> None:
    """Write down what this person decided, once all that stands against it is looked at."""
    told = text.clean(reason).strip()[:REASON_MOST]
    refused = why_not(ask, person_id)
    if refused is not None:
        raise refused
    if decision not in set(Decision):
        raise Invalid(_("Choose one."), {"decision": _("Approve or refuse.")})
    if decision == Decision.REFUSED and not told:
        raise Invalid(_("Say why."), {"reason": _("Whoever asked will read it. Say why.")})
    ask.decision, ask.reason, ask.way = decision, told, way
    ask.decided_at, ask.decided_by_id = clock.now(), person_id
    ask.code_digest = ""
    ask.save(update_fields=["decision", "reason", "way", "decided_at", "decided_by", "code_digest"])
    stage = ask.stage
    note(
        stage.approval,
        What(decision),
        stage=stage,
        by=person_id,
        about=ask.approver_id,
        way=way,
        words=told,
    )
    publish(actor, AskDecided(stage.approval_id, stage.position, ask.pk, decision, way))
    settle(actor, stage, told)


def why_not(ask: Ask, person_id: int) -> Conflict | Forbidden | None:
    """What stands against this person deciding this now; None for nothing."""
    words = _over(ask)
    if words is not None:
        return Conflict(words)
    if person_id in deciders.barred(ask.stage.approval):
        return Forbidden(OWN)
    if not deciders.standing([person_id]):
        return Forbidden(_("Only who works here decides this."))
    if Ask.objects.filter(stage=ask.stage, decided_by=person_id).exists():
        return Forbidden(_("You have decided in this stage already: each person counts once."))
    return None


def _over(ask: Ask) -> str | Promise | None:
    stage = ask.stage
    if ask.decision:
        return DONE
    if stage.state == StageState.EXPIRED or stage.approval.state == State.EXPIRED:
        return OVER
    if ask.gone_at is not None or stage.state != StageState.OPEN:
        return NOT_NEEDED
    if stage.due_at is not None and stage.due_at <= clock.now():
        return OVER
    return None


def _require_fit(stage: Stage, person_id: int) -> None:
    if person_id in deciders.barred(stage.approval):
        raise Invalid(_("Who asked for it never decides it."), {"person": _("Name another.")})
    if not deciders.standing([person_id]):
        raise Invalid(_("Only who works here decides this."), {"person": _("Name another.")})
    asked = Ask.objects.filter(stage=stage).values_list(
        "approver_id", "decider_id", "decided_by_id"
    )
    if any(person_id in each for each in asked):
        raise Invalid(_("This person was asked already."), {"person": _("Name another.")})
