"""Verbs of waits: ask to be called back instead, say how a call went, no longer want one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.phones import normalize_phone
from balcao.events.actions import publish
from balcao.service.sla import actions as sla
from balcao.service.tickets.actions.shared import handling, is_client, locked, may, wake
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import ENDED

from .calling import MOST_ATTEMPTS, Outcome, Refused, refused
from .events import CallbackAsked, CallbackEnded, CallbackTried
from .hours import opening_hours
from .models import Attempt, Callback

NOTE_MAX = 300
REFUSALS: dict[Refused, Promise] = {
    Refused.PAST: _("That time is over. Choose a later one."),
    Refused.SHORT: _("Leave us at least half an hour to call."),
    Refused.LONG: _("Choose a time of at most eight hours."),
    Refused.FAR: _("Choose a time within the next seven days."),
    Refused.CLOSED: _("We are closed then. Choose a time within our opening hours."),
}


@transaction.atomic
def ask_callback(
    actor: Actor, ticket_id: int, phone: str, from_at: datetime, to_at: datetime
) -> Callback:
    """Promise a call between two instants instead of more waiting, to the ticket's client.

    Asked by the client, or by who answers on their behalf. Invalid outside opening hours or for
    no valid phone; Conflict while another call is promised.
    """
    ticket = locked(actor, ticket_id)
    if not is_client(actor, ticket) and not may(actor, ticket, Permission.REPLY):
        raise Forbidden()
    if ticket.status in ENDED:
        raise Invalid(_("This ticket is over. Write in it to let it go on."))
    number = normalize_phone(phone)
    if number is None:
        raise Invalid(
            _("This is no valid phone number."), {"phone": _("This is no valid phone number.")}
        )
    now = clock.now()
    why = refused(opening_hours(), from_at, to_at, now)
    if why is not None:
        raise Invalid(REFUSALS[why], {"when": REFUSALS[why]})
    if Callback.objects.filter(ticket=ticket, ended_at=None).exists():
        raise Conflict(_("A call is promised on this ticket already."))
    asked = Callback.objects.create(
        ticket=ticket,
        person_id=ticket.requester_id,
        phone=number,
        asked_at=now,
        from_at=max(from_at, now),
        to_at=to_at,
    )
    publish(actor, CallbackAsked(ticket.pk, asked.pk))
    sla.begin_callback(actor, ticket.pk, asked.from_at)
    wake(ticket)
    return asked


@transaction.atomic
def tried(actor: Actor, callback_id: int, *, is_reached: bool, note: str = "") -> Callback:
    """Say how a call went; three that reached nobody end it. For who answers the ticket."""
    found = Callback.objects.filter(pk=callback_id).values_list("ticket_id", flat=True).first()
    if found is None:
        raise NotFound()
    ticket = handling(actor, found, Permission.REPLY)
    callback = Callback.objects.select_for_update().get(pk=callback_id)
    if callback.ended_at is not None:
        raise Invalid(_("This call is over already."))
    Attempt.objects.create(
        callback=callback,
        person_id=actor.person_id,
        at=clock.now(),
        is_reached=is_reached,
        note=text.one_line(note).strip()[:NOTE_MAX],
    )
    publish(actor, CallbackTried(ticket.pk, callback.pk, is_reached=is_reached))
    if is_reached:
        _end(actor, ticket, callback, Outcome.DONE)
    elif callback.attempts.count() >= MOST_ATTEMPTS:
        _end(actor, ticket, callback, Outcome.FAILED)
    wake(ticket)
    return callback


@transaction.atomic
def cancel_callback(actor: Actor, ticket_id: int) -> None:
    """The call is no longer wanted: said by the ticket's client or by who answers it."""
    ticket = locked(actor, ticket_id)
    if not is_client(actor, ticket) and not may(actor, ticket, Permission.REPLY):
        raise Forbidden()
    callback = Callback.objects.select_for_update().filter(ticket=ticket, ended_at=None).first()
    if callback is None:
        raise Invalid(_("No call is promised on this ticket."))
    _end(actor, ticket, callback, Outcome.CANCELLED)
    wake(ticket)


def _end(actor: Actor, ticket: Ticket, callback: Callback, outcome: Outcome) -> None:
    callback.ended_at, callback.outcome = clock.now(), outcome
    callback.save(update_fields=["ended_at", "outcome"])
    publish(actor, CallbackEnded(ticket.pk, callback.pk, outcome))
    sla.end_callback(actor, ticket.pk, is_kept=outcome is Outcome.DONE)
