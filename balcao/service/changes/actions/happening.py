from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid
from balcao.core.text import clean

from .. import rules
from ..models import Change
from .locking import changing, move
from .planning import withdraw


@transaction.atomic
def begin_change(actor: Actor, change_id: int) -> Change:
    """It happens now, also when its window was to begin later."""
    change = changing(actor, change_id)
    change.began_at = clock.now()
    move(actor, change, rules.State.RUNNING, "began_at")
    return change


@transaction.atomic
def finish(actor: Actor, change_id: int, outcome: str) -> Change:
    """It is over, and how it went; it is still to be looked back on."""
    change = changing(actor, change_id)
    change.outcome, change.ended_at = _outcome(outcome), clock.now()
    move(actor, change, rules.State.DONE, "outcome", "ended_at")
    return change


@transaction.atomic
def review(actor: Actor, change_id: int, outcome: str, words: str) -> Change:
    """Look back: how it went after all, and what was learnt. Of a high risk or what went wrong that is
    somebody else than who answers for it."""
    change = changing(actor, change_id)
    told, how = clean(words).replace("\r\n", "\n").strip(), _outcome(outcome)
    if not told:
        why = _("Say what was learnt.")
        raise Invalid(why, {"words": why})
    if len(told) > rules.TEXT_MOST:
        raise Invalid(_("This text is too long."), {"words": _("This text is too long.")})
    if needs_other_eyes(change.risk, how) and change.owner_id == actor.person_id is not None:
        raise Forbidden(_("Somebody else looks back on this: it was risky, or went wrong."))
    change.outcome, change.review = how, told
    change.reviewed_by_id, change.reviewed_at = actor.person_id, clock.now()
    move(actor, change, rules.State.REVIEWED, "outcome", "review", "reviewed_by", "reviewed_at")
    return change


@transaction.atomic
def cancel(actor: Actor, change_id: int, reason: str) -> Change:
    """It won't happen, and why."""
    change = changing(actor, change_id)
    told = clean(reason).strip()[: rules.TEXT_MOST]
    if not told:
        why = _("Say why.")
        raise Invalid(why, {"reason": why})
    change.decision_why = told
    move(actor, change, rules.State.CANCELLED, "decision_why")
    withdraw(change)
    return change


def needs_other_eyes(risk: int | None, outcome: str) -> bool:
    """True where who answers for a change doesn't look back on it alone."""
    return (risk or 0) >= rules.Risk.HIGH or outcome in (
        rules.Outcome.FAILED,
        rules.Outcome.BACKED_OUT,
    )


def _outcome(told: str) -> rules.Outcome:
    if told not in set(rules.Outcome):
        why = _("Say how it went.")
        raise Invalid(why, {"outcome": why})
    return rules.Outcome(told)
