from __future__ import annotations

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Permission, require
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.core.text import clean
from balcao.service.approvals import actions as approvals

from .. import rules
from ..models import Change
from .locking import changing, held, move


@transaction.atomic
def submit(actor: Actor, change_id: int) -> Change:
    """Ask for it: a standard change is agreed to at once; a normal one waits for its approval, or for
    a supervisor of its team; an emergency is a supervisor's word, and is looked back on."""
    change = changing(actor, change_id)
    kind = rules.Kind(change.kind)
    missing = rules.lacking(
        kind,
        rules.Risk(change.risk) if change.risk else None,
        plan=change.plan,
        back_out=change.back_out,
        has_window=change.starts_at is not None,
        reason=change.urgent_why,
    )
    if missing:
        raise Invalid(next(iter(missing.values())), missing)
    if kind is rules.Kind.EMERGENCY:
        require(actor, Permission.SUPERVISE, change.team_id)
    if kind is not rules.Kind.NORMAL:
        why = change.urgent_why if kind is rules.Kind.EMERGENCY else ""
        _agreed(actor, change, rules.State.APPROVED, why, by=actor.person_id)
        return change
    move(actor, change, rules.State.WAITING)
    if change.rule_id is not None:
        requester = change.owner_id or actor.person_id
        if requester is None:
            raise Invalid(_("Say who answers for it: approvals ask in somebody's name."))
        approvals.begin(
            actor,
            change.rule_id,
            subject=("change", change.pk),
            requester_id=requester,
            summary=_("Change: %(title)s") % {"title": change.title},
            details=_brief(change),
        )
        change.refresh_from_db()
    return change


@transaction.atomic
def decide(actor: Actor, change_id: int, *, is_approved: bool, reason: str = "") -> Change:
    """Agree to a change that waits for a supervisor of its team, or refuse it and say why; never
    one's own."""
    found = held(actor, change_id)
    change = found.change
    if not found.may_decide:
        raise Forbidden()
    if change.owner_id is not None and change.owner_id == actor.person_id:
        raise Forbidden(_("It is your own: somebody else decides."))
    if change.rule_id is not None:
        raise Conflict(_("Others decide on it: it waits for its approval."))
    told = clean(reason).strip()[: rules.TEXT_MOST]
    if not is_approved and not told:
        why = _("Say why not.")
        raise Invalid(why, {"reason": why})
    after = rules.State.APPROVED if is_approved else rules.State.REFUSED
    if change.state != rules.State.WAITING:
        raise Conflict(_("It waits for nobody's decision."))
    _agreed(actor, change, after, told, by=actor.person_id)
    return change


@transaction.atomic
def approval_decided(change_id: int, state: str) -> None:
    """Its approval has ended; taken back, the change is planned again. One that waits for nobody any
    more is left alone."""
    change = Change.objects.select_for_update().filter(pk=change_id).first()
    if change is None or change.state != rules.State.WAITING:
        return
    if state == "approved":
        _agreed(SYSTEM, change, rules.State.APPROVED, "", by=None)
    elif state in ("refused", "expired"):
        why = "" if state == "refused" else _("Nobody decided in time.")
        _agreed(SYSTEM, change, rules.State.REFUSED, why, by=None)
    else:
        move(SYSTEM, change, rules.State.DRAFT)


def _agreed(
    actor: Actor, change: Change, after: rules.State, reason: str, *, by: int | None
) -> None:
    change.decided_at, change.decision_why, change.decided_by_id = clock.now(), reason, by
    move(actor, change, after, "decided_at", "decision_why", "decided_by")


def _brief(change: Change) -> str:
    """What its approvers read: when, how risky, what it touches, what is done and how it is taken back."""
    since, until = (
        date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
        for at in (change.starts_at, change.ends_at)
    )
    told = (
        (_("Window"), f"{since} – {until}"),
        (_("Risk"), str(dict(rules.RISK_LABELS).get(change.risk or 0, ""))),
        (_("Services"), ", ".join(change.services)),
        (_("What is done, step by step"), change.plan),
        (_("How it is taken back if it goes wrong"), change.back_out),
    )
    return "\n".join(
        f"{label}:\n{words}" if "\n" in words else f"{label}: {words}"
        for label, words in told
        if words
    )
