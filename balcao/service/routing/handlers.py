"""What routing does when something happened to tickets: it looks again, and remembers who got one."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import run
from balcao.events.concern import concerns
from balcao.events.facts import Fact
from balcao.events.live import is_hushed
from balcao.events.models import Event
from balcao.service.tickets.events import TicketAssigned

from .waking import wake

_WANTED = """EXISTS (SELECT FROM routing_teamrouting WHERE is_automatic)
AND EXISTS (SELECT FROM routing_presence WHERE state = 'available')"""


def _is_new(fact: Fact) -> bool:
    """False while history is told, which nobody is to be woken for."""
    return not is_hushed()


@concerns(_WANTED, when=_is_new)
def look_again(actor: Actor, fact: Fact, event: Event) -> None:
    """A ticket came to wait or somebody has room again: route, if a team wants it and anybody is here.

    Whoever comes later wakes the worker themselves.
    """
    wake()


@concerns(when=lambda fact: fact.after is not None)
def note_assignment(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketAssigned: whoever got it is no longer idle."""
    assert isinstance(fact, TicketAssigned)
    run(
        "UPDATE routing_presence SET given_at = %(now)s WHERE person_id = %(person)s",
        {"now": clock.now(), "person": fact.after},
    )


@concerns(_WANTED, when=lambda fact: fact.before is not None and _is_new(fact))
def fill_up(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketAssigned: whoever had it may take another."""
    wake()
