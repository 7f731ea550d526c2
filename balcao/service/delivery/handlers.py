"""What the wiring calls when something happened that somebody outside should read of."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.service.tickets.events import ReplySent, TicketOpened
from balcao.service.tickets.models import Message, Ticket

from . import outbound


def mail_answer(actor: Actor, fact: Fact, event: Event) -> None:
    """On ReplySent: queue the answer for everybody who takes part by mail."""
    assert isinstance(fact, ReplySent)
    outbound.answer(Message.objects.get(pk=fact.message_id))


def acknowledge_opening(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketOpened: confirm it by mail with its protocol.

    The intake of mail does so itself, since it knows which mails must not be answered.
    """
    assert isinstance(fact, TicketOpened)
    if fact.channel == "email":
        return
    ticket = Ticket.objects.select_related("inbox", "requester_handle").get(pk=fact.subject_id)
    if ticket.requester_handle is not None:
        outbound.acknowledge(ticket, fact.message_id, ticket.requester_handle)
