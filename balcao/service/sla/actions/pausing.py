from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid
from balcao.events.actions import publish
from balcao.service.tickets.actions.shared import handling, wake

from .. import clocks, rules
from ..clocks import Ledger, Ticking
from ..events import PromisePaused, PromiseResumed
from ..rules import Cause
from ..waking import expect

REASON_MAX = 500


@transaction.atomic
def pause(
    actor: Actor,
    ticket_id: int,
    reason: str,
    *,
    until: datetime | None = None,
    cause: str = Cause.AGREEMENT,
) -> int:
    """Stop the clocks of a ticket one handles, as agreed, or until something is approved.

    What is broken already is not paused. How many clocks stand still; Invalid for none.
    """
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET)
    told, now = text.one_line(reason).strip()[:REASON_MAX], clock.now()
    if cause not in (Cause.AGREEMENT, Cause.APPROVAL):
        raise Invalid(_("This kind of pause is unknown."))
    if not told:
        raise Invalid(_("Say why the promise is paused."), {"reason": _("Say why.")})
    if until is not None and until <= now:
        raise Invalid(
            _("A pause ends later than now."), {"until": _("A pause ends later than now.")}
        )
    known, ledger = clocks.ticking(ticket_id), Ledger()
    clocks.settle(actor, known, now)
    open_ones = [one for one in known if one.breached_at is None]
    fresh = [one for one in open_ones if not _current(one, cause, now)]
    if not fresh:
        raise Invalid(_("There is no promise here that could be paused."))
    for one in fresh:
        ledger.begin(one, rules.Hold(now, until, cause, told))
        publish(actor, PromisePaused(ticket_id, one.id, one.promise, cause=cause))
    _keep(known, ledger)
    wake(ticket)
    return len(fresh)


@transaction.atomic
def resume(actor: Actor, ticket_id: int, *, cause: str | None = None) -> int:
    """End the pauses that somebody agreed to, or those of one cause; those that follow from the
    status go on. How many clocks go on."""
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET)
    known, ledger, now, ended = clocks.ticking(ticket_id), Ledger(), clock.now(), 0
    for one in known:
        current = [
            held
            for known_cause in (Cause.AGREEMENT, Cause.APPROVAL)
            if cause in (None, known_cause)
            for held in _current(one, known_cause, now)
        ]
        for pause_id in current:
            ledger.end(one, pause_id, now)
        if current:
            ended += 1
            publish(actor, PromiseResumed(ticket_id, one.id, one.promise))
    if not ended:
        raise Invalid(_("Nothing is paused here by agreement."))
    _keep(known, ledger)
    wake(ticket)
    return ended


def _current(one: Ticking, cause: str, now: datetime) -> list[int]:
    """The pauses of this cause in which the clock stands still now."""
    return [
        pause_id
        for pause_id, hold in one.holds
        if hold.cause == cause and (hold.to_at is None or hold.to_at > now)
    ]


def _keep(known: list[Ticking], ledger: Ledger) -> None:
    ledger.write()
    clocks.retime(known)
    clocks.write(known)
    expect(one.next_at for one in known)
