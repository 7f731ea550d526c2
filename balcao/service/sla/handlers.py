"""What the wiring calls when something happened to a ticket on which something is promised.

Each runs inside the transaction of the ticket's action, which holds the ticket's row; what the
action has not saved yet is taken from the fact.
"""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.events.concern import concerns
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.register.calendars.events import CalendarChanged, OpeningsMoved
from balcao.service.tickets.events import (
    KindChanged,
    MessageReceived,
    PriorityChanged,
    ReplySent,
    StatusChanged,
    TicketOpened,
    TicketReopened,
    TicketTransferred,
)
from balcao.service.tickets.rules import ENDED

from . import changing, clocks, ending, starting
from .actions.recalculating import recalculate_calendar
from .rules import REPLIES, Promised

_OPENING = (Promised.FIRST_REPLY, Promised.RESOLUTION)
_TICKS = "SELECT FROM sla_clock c WHERE c.ticket_id = %(subject)s AND c.ended_at IS NULL"
_OWES_REPLY = f"{_TICKS} AND c.promise IN ({', '.join(repr(str(each)) for each in REPLIES)})"
_MAY_OWE_REPLY = f"""NOT EXISTS ({_OWES_REPLY}) AND EXISTS (
    SELECT FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id
    JOIN sla_policy p ON p.is_active AND p.promise = 'next_reply' AND p.side = t.side
    WHERE m.id = %(message_id)s AND m.kind = 'incoming')"""


def start_promises(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketOpened: the clocks of the first reply and of the resolution begin."""
    assert isinstance(fact, TicketOpened)
    offered = starting.offer(fact.subject_id, _OPENING)
    if offered is not None:
        starting.begin(fact.subject_id, offered, _OPENING, [], offered.created_at)


@concerns(f"EXISTS ({_OWES_REPLY})")
def answer(actor: Actor, fact: Fact, event: Event) -> None:
    """On ReplySent: what was promised about replies is kept, or was broken."""
    assert isinstance(fact, ReplySent)
    ending.end(actor, fact.subject_id, REPLIES)


@concerns(_MAY_OWE_REPLY)
def await_reply(actor: Actor, fact: Fact, event: Event) -> None:
    """On MessageReceived from a client: unless a reply is being waited for, the next one is."""
    assert isinstance(fact, MessageReceived)
    _await_reply(fact.subject_id)


@concerns(f"EXISTS ({_TICKS})")
def follow_status(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged: clocks pause, go on, or end with the ticket."""
    assert isinstance(fact, StatusChanged)
    if fact.after in ENDED:
        ending.end_all(actor, fact.subject_id)
    else:
        changing.follow_status(actor, fact.subject_id, fact.after)


def resume_resolution(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketReopened: a new resolution is promised, and a reply unless one is waited for."""
    assert isinstance(fact, TicketReopened)
    offered = starting.offer(fact.subject_id, [Promised.RESOLUTION])
    if offered is not None:
        known = clocks.ticking(fact.subject_id)
        starting.begin(fact.subject_id, offered, [Promised.RESOLUTION], known, clock.now())
    _await_reply(fact.subject_id)


def choose_again(actor: Actor, fact: Fact, event: Event) -> None:
    """On KindChanged, PriorityChanged, TicketTransferred: another policy may now apply."""
    if isinstance(fact, KindChanged):
        changing.choose_again(actor, fact.subject_id, kind=fact.after)
    elif isinstance(fact, PriorityChanged):
        changing.choose_again(actor, fact.subject_id, priority=fact.priority)
    else:
        assert isinstance(fact, TicketTransferred)
        changing.choose_again(actor, fact.subject_id, team_id=fact.after)


def _await_reply(ticket_id: int) -> None:
    known = clocks.ticking(ticket_id)
    if any(one.promise in REPLIES for one in known):
        return
    offered = starting.offer(ticket_id, [Promised.NEXT_REPLY])
    if offered is not None:
        starting.begin(ticket_id, offered, [Promised.NEXT_REPLY], known, clock.now())


def follow_calendar(actor: Actor, fact: Fact, event: Event) -> None:
    """On CalendarChanged and OpeningsMoved: what falls due by it is worked out again, in the background."""
    assert isinstance(fact, CalendarChanged | OpeningsMoved)
    recalculate_calendar(fact.subject_id)
