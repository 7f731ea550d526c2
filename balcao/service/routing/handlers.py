"""What routing does when something happened to tickets: it looks again, and remembers who got one."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import row, run
from balcao.events.facts import Fact
from balcao.events.live import is_hushed
from balcao.events.models import Event
from balcao.service.tickets.events import TicketAssigned

from .waking import wake

_WANTED = """
SELECT 1 AS wanted WHERE EXISTS (SELECT FROM routing_teamrouting WHERE is_automatic)
AND EXISTS (SELECT FROM routing_presence WHERE state = 'available')
"""


def look_again(actor: Actor, fact: Fact, event: Event) -> None:
    """A ticket came to wait or somebody has room again: route, if a team wants it and anybody is here.

    Whoever comes later wakes the worker themselves.
    """
    if not is_hushed() and row(_WANTED):
        wake()


def note_assignment(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketAssigned: whoever got it is no longer idle; whoever had it may take another."""
    assert isinstance(fact, TicketAssigned)
    if fact.after is not None:
        run(
            "UPDATE routing_presence SET given_at = %(now)s WHERE person_id = %(person)s",
            {"now": clock.now(), "person": fact.after},
        )
    if fact.before is not None:
        look_again(actor, fact, event)
