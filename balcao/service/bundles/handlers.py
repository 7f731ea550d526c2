"""What the wiring calls when a ticket that may belong to a bundle ends or goes on."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.events.concern import concerns
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.service.tickets.events import StatusChanged, TicketReopened
from balcao.service.tickets.rules import ENDED

from . import moving

_IS_TASK = "EXISTS (SELECT FROM bundles_task k WHERE k.ticket_id = %(subject)s)"
_RUNS = """EXISTS (
    SELECT FROM bundles_bundle b WHERE b.ticket_id = %(subject)s AND b.ended_at IS NULL)"""


@concerns(
    f"{_IS_TASK} OR {_RUNS}", when=lambda fact: fact.after in ENDED and fact.before not in ENDED
)
def follow_status(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged: a task that ended lets those go on that waited for it."""
    assert isinstance(fact, StatusChanged)
    moving.settle(fact.subject_id, is_done=True)


@concerns(_IS_TASK)
def follow_reopening(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketReopened: its task is to be done again."""
    assert isinstance(fact, TicketReopened)
    moving.settle(fact.subject_id, is_done=False)
