"""What the wiring calls when something happened to a ticket: a wait begins, ends, or goes on elsewhere.

A ticket has an open wait exactly while its client waits for a word and it is new or open: the
answer to that lies with its team then. Each of these is one statement for a wait; they run inside
the ticket's transaction, before the action has saved the ticket.
"""

from __future__ import annotations

from datetime import timedelta

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import rows, run
from balcao.events.actions import publish
from balcao.events.concern import concerns
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.service.sla.actions import end_callback
from balcao.service.tickets.events import (
    MessageReceived,
    ReplySent,
    StatusChanged,
    TicketOpened,
    TicketReopened,
    TicketTransferred,
)
from balcao.service.tickets.rules import ENDED, Status

from .calling import Outcome
from .events import CallbackEnded
from .rules import End

_BEGIN = "INSERT INTO waiting_wait (ticket_id, team_id, since_at, from_at, ended_by)"
_ONCE = "ON CONFLICT (ticket_id) WHERE ended_at IS NULL DO NOTHING"

_WAITS = (
    "EXISTS (SELECT FROM waiting_wait w WHERE w.ticket_id = %(subject)s AND w.ended_at IS NULL)"
)
_IS_CALLED = """EXISTS (
    SELECT FROM waiting_callback c WHERE c.ticket_id = %(subject)s AND c.ended_at IS NULL)"""

_STOPS: dict[str, End] = {
    **dict.fromkeys(ENDED, End.ENDED),
    Status.ON_HOLD: End.HELD,
    Status.PENDING: End.CLIENT,
}

# A reply that reopens is no wait of the client: its message is written just before the reopening.
_JUST_NOW = timedelta(seconds=2)


def begin(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketOpened: its client waits from that instant."""
    assert isinstance(fact, TicketOpened)
    run(
        f"{_BEGIN} SELECT t.id, t.team_id, t.waiting_since, t.waiting_since, ''"
        f" FROM tickets_ticket t WHERE t.id = %(ticket)s {_ONCE}",
        {"ticket": fact.subject_id},
    )


@concerns(f"NOT {_WAITS}")
def hear_client(actor: Actor, fact: Fact, event: Event) -> None:
    """On MessageReceived from a client: unless they wait already, they do now."""
    assert isinstance(fact, MessageReceived)
    run(
        f"""
        {_BEGIN} SELECT t.id, t.team_id, coalesce(t.waiting_since, %(now)s), %(now)s, ''
        FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id
        WHERE m.id = %(message)s AND m.kind = 'incoming' {_ONCE}
        """,
        {"message": fact.message_id, "now": clock.now()},
    )


@concerns(_WAITS)
def answer(actor: Actor, fact: Fact, event: Event) -> None:
    """On ReplySent: the wait is over."""
    assert isinstance(fact, ReplySent)
    _end(fact.subject_id, End.ANSWERED)


@concerns(f"{_WAITS} OR {_IS_CALLED}", when=lambda fact: fact.after in _STOPS)
def stop_with_status(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged: a wait ends with its ticket, or pauses with it."""
    assert isinstance(fact, StatusChanged)
    _end(fact.subject_id, _STOPS[fact.after])
    if fact.after in ENDED:
        _call_off(actor, fact.subject_id)


@concerns(when=lambda fact: fact.before == Status.ON_HOLD and fact.after not in _STOPS)
def go_on_with_status(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged: what was held is waited for again."""
    assert isinstance(fact, StatusChanged)
    _go_on(fact.subject_id)


def reopen(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketReopened: its client waits again, unless a reply reopened it."""
    assert isinstance(fact, TicketReopened)
    now = clock.now()
    run(
        f"""
        {_BEGIN} SELECT t.id, t.team_id, %(now)s, %(now)s, '' FROM tickets_ticket t
        WHERE t.id = %(ticket)s AND NOT EXISTS (
            SELECT FROM tickets_message m WHERE m.ticket_id = t.id AND m.kind = 'outgoing'
                AND m.created_at > %(just)s) {_ONCE}
        """,
        {"ticket": fact.subject_id, "now": now, "just": now - _JUST_NOW},
    )


@concerns(_WAITS)
def move(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketTransferred: the client goes on waiting, in another queue."""
    assert isinstance(fact, TicketTransferred)
    run(
        f"""
        WITH left_behind AS (
            UPDATE waiting_wait SET ended_at = greatest(%(now)s, from_at), ended_by = 'moved'
            WHERE ticket_id = %(ticket)s AND ended_at IS NULL RETURNING since_at
        )
        {_BEGIN} SELECT %(ticket)s, %(team)s, since_at, %(now)s, '' FROM left_behind
        """,
        {"ticket": fact.subject_id, "team": fact.after, "now": clock.now()},
    )


def _end(ticket_id: int, end: End) -> None:
    run(
        "UPDATE waiting_wait SET ended_at = greatest(%(now)s, from_at), ended_by = %(end)s"
        " WHERE ticket_id = %(ticket)s AND ended_at IS NULL",
        {"ticket": ticket_id, "now": clock.now(), "end": str(end)},
    )


def _call_off(actor: Actor, ticket_id: int) -> None:
    """Nobody is called about a ticket that is over."""
    gone = rows(
        "UPDATE waiting_callback SET ended_at = %(now)s, outcome = 'cancelled'"
        " WHERE ticket_id = %(ticket)s AND ended_at IS NULL RETURNING id",
        {"ticket": ticket_id, "now": clock.now()},
    )
    for callback in gone:
        publish(actor, CallbackEnded(ticket_id, callback["id"], Outcome.CANCELLED))
        end_callback(actor, ticket_id, is_kept=False)


def _go_on(ticket_id: int) -> None:
    """Taken up again: the client waits as before, unless a reply took it up."""
    run(
        f"""
        {_BEGIN} SELECT t.id, t.team_id, t.waiting_since, %(now)s, '' FROM tickets_ticket t
        WHERE t.id = %(ticket)s AND t.waiting_since IS NOT NULL AND NOT EXISTS (
            SELECT FROM tickets_message m WHERE m.ticket_id = t.id AND m.kind = 'outgoing'
                AND m.created_at >= t.waiting_since) {_ONCE}
        """,
        {"ticket": ticket_id, "now": clock.now()},
    )
