"""Whoever asked is told how it ended: in their own ticket where it was not approved, else by mail."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core.actor import SYSTEM, Actor
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import ENDED, Status

from . import deciders, mailing
from .models import Approval
from .rules import State
from .wording import how_it_ended


def tell_end(actor: Actor, approval: Approval, reason: str) -> None:
    """Tell who asked how it ended, once; of what they took back themselves they know.

    In a ticket of theirs the word stands in the thread, so that their answer to it comes there.
    """
    asked = deciders.barred(approval)
    if approval.state == State.WITHDRAWN and (actor.is_system or actor.person_id in asked):
        return
    told = _say_in_ticket(approval, asked, reason) if approval.state != State.APPROVED else None
    if told != approval.requester_id:
        mailing.tell_requester(approval, reason)


def _say_in_ticket(approval: Approval, asked: set[int], reason: str) -> int | None:
    """Write it into the ticket of who asked; who reads it there, None where there is none to write in."""
    if approval.ticket_id is None:
        return None
    found = Ticket.objects.select_related("requester").get(pk=approval.ticket_id)
    if found.requester_id not in asked or Status(found.status) in ENDED:
        return None
    with translation.override(found.requester.language or settings.LANGUAGE_CODE):
        words = _words(State(approval.state), reason)
    tickets.reply(SYSTEM, found.pk, Said(words), then=found.status)
    return found.requester_id


def _words(state: State, reason: str) -> str:
    said = [how_it_ended(state)]
    if reason:
        said.append(_("The reason: %(reason)s") % {"reason": reason})
    said.append(
        _(
            "If something changed, ask for approval again on the page of your request."
            " To say or ask something, answer here."
        )
    )
    return "\n\n".join(said)
