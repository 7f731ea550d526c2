"""What the wiring calls when something happened in a ticket that somebody of the desk should know."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.events.concern import concerns
from balcao.events.facts import Fact
from balcao.events.live import is_hushed
from balcao.events.models import Event
from balcao.service.agenda.events import FollowUpDue, SnoozeEnded
from balcao.service.agenda.rules import End
from balcao.service.sla.events import PromiseWarned
from balcao.service.sla.models import Clock
from balcao.service.tickets.events import (
    DeliveryChanged,
    Mentioned,
    MessageReceived,
    NoteWritten,
    ReplySent,
    TicketAssigned,
    TicketOpened,
    TicketTransferred,
)
from balcao.service.tickets.models import DeliveryState, Message, MessageKind
from balcao.service.waiting.events import CallbackAsked

from .rules import Kind
from .telling import ARRIVALS, ASSIGNEE, CALLERS, FOLLOWERS, THESE, tell_people

BROKEN_PERCENT = 100
_IS_FOLLOWED = "EXISTS (SELECT FROM tickets_follower f WHERE f.ticket_id = %(subject)s)"
_IS_CARED_FOR = f"""({_IS_FOLLOWED} OR EXISTS (SELECT FROM tickets_ticket t
    WHERE t.id = %(subject)s AND t.assignee_id IS NOT NULL))"""
_ARRIVALS_MATTER = """EXISTS (
    SELECT FROM notifications_choice c WHERE c.kind = 'arrived' AND c.is_on)"""


def _is_new(fact: Fact) -> bool:
    """False while history is told, which nobody is to be told of."""
    return not is_hushed()


def tell_of_mention(actor: Actor, fact: Fact, event: Event) -> None:
    """On Mentioned: who was called into the note."""
    assert isinstance(fact, Mentioned)
    tell_people(
        Kind.MENTIONED,
        actor,
        event,
        THESE,
        people=[fact.person_id],
        message_id=fact.message_id,
    )


def tell_of_assignment(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketAssigned: who has it now."""
    assert isinstance(fact, TicketAssigned)
    if fact.after is not None:
        tell_people(Kind.ASSIGNED, actor, event, THESE, people=[fact.after])


@concerns(_IS_CARED_FOR, when=_is_new)
def tell_of_client(actor: Actor, fact: Fact, event: Event) -> None:
    """On MessageReceived: the assignee and the followers, unless a machine or they wrote it."""
    assert isinstance(fact, MessageReceived)
    written = Message.objects.filter(pk=fact.message_id, kind=MessageKind.INCOMING)
    for by in written.values_list("author_id", flat=True):
        for kind, who in ((Kind.REPLIED, ASSIGNEE), (Kind.FOLLOWED, FOLLOWERS)):
            tell_people(kind, actor, event, who, message_id=fact.message_id, by=by)


@concerns(_IS_FOLLOWED, when=_is_new)
def tell_of_colleague(actor: Actor, fact: Fact, event: Event) -> None:
    """On NoteWritten and ReplySent: the followers."""
    assert isinstance(fact, NoteWritten | ReplySent)
    tell_people(Kind.FOLLOWED, actor, event, FOLLOWERS, message_id=fact.message_id)


@concerns(_ARRIVALS_MATTER, when=_is_new)
def tell_of_arrival(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketOpened and TicketTransferred: members of the team who chose to be told."""
    assert isinstance(fact, TicketOpened | TicketTransferred)
    by = None
    if isinstance(fact, TicketOpened):
        opened = Message.objects.filter(pk=fact.message_id)
        by = opened.values_list("author_id", flat=True).first()
    tell_people(Kind.ARRIVED, actor, event, ARRIVALS, by=by)


@concerns(when=lambda fact: fact.state == DeliveryState.FAILED)
def tell_of_failure(actor: Actor, fact: Fact, event: Event) -> None:
    """On DeliveryChanged: who wrote what was not delivered."""
    assert isinstance(fact, DeliveryChanged)
    author = Message.objects.filter(pk=fact.message_id).values_list("author_id", flat=True).first()
    if author is not None:
        tell_people(
            Kind.UNDELIVERED, actor, event, THESE, people=[author], message_id=fact.message_id
        )


def tell_of_promise(actor: Actor, fact: Fact, event: Event) -> None:
    """On PromiseWarned: whom that step of the ladder concerns, at any hour if the policy says so."""
    assert isinstance(fact, PromiseWarned)
    is_urgent = Clock.objects.filter(pk=fact.clock_id, policy__alerts_always=True).exists()
    kind = Kind.BREACHED if fact.percent >= BROKEN_PERCENT else Kind.WARNED
    tell_people(kind, actor, event, THESE, people=fact.receivers, is_urgent=is_urgent)


def tell_of_follow_up(actor: Actor, fact: Fact, event: Event) -> None:
    """On FollowUpDue: who wanted to be reminded."""
    assert isinstance(fact, FollowUpDue)
    tell_people(Kind.REMINDED, actor, event, THESE, people=[fact.person_id])


def tell_of_call(actor: Actor, fact: Fact, event: Event) -> None:
    """On CallbackAsked: who has to call; on a ticket of nobody, who of its team is available."""
    assert isinstance(fact, CallbackAsked)
    tell_people(Kind.CALL, actor, event, CALLERS)


def tell_of_return(actor: Actor, fact: Fact, event: Event) -> None:
    """On SnoozeEnded: who put the ticket off, when it comes back by itself at its time."""
    assert isinstance(fact, SnoozeEnded)
    if fact.by == End.TIME:
        tell_people(Kind.REMINDED, actor, event, THESE, people=[fact.person_id])
