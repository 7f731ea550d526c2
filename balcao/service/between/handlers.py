"""What the wiring calls when something happened to a ticket on either side of a request."""

from __future__ import annotations

from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.events.concern import concerns
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.service.notifications.rules import Kind
from balcao.service.notifications.telling import tell_people
from balcao.service.tickets.events import (
    ReplySent,
    StatusChanged,
    TicketReopened,
    TicketTransferred,
)
from balcao.service.tickets.rules import ENDED, Status

from . import keeping
from .events import InsideAnswered

_CARERS = "(p.id = t.assignee_id OR p.id = ANY(%(people)s))"
_IS_INNER = "EXISTS (SELECT FROM between_linked l WHERE l.inner_id = %(subject)s)"
_IS_EITHER = f"""({_IS_INNER}
    OR EXISTS (SELECT FROM between_linked l WHERE l.ticket_id = %(subject)s))"""
_LAST_WORD = """
SELECT m.kind FROM tickets_message m
WHERE m.ticket_id = %(ticket)s AND m.kind IN ('incoming', 'outgoing') ORDER BY m.id DESC LIMIT 1
"""


@concerns(_IS_EITHER)
def follow_status(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged: a wait begins or ends; who asked is told that the other area is done."""
    assert isinstance(fact, StatusChanged)
    keeping.follow(actor, fact.subject_id, status=fact.after)
    if fact.after in ENDED and fact.before not in ENDED:
        _done(fact.subject_id)


@concerns(_IS_EITHER)
def follow_reopening(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketReopened: what had ended is waited for again."""
    assert isinstance(fact, TicketReopened)
    keeping.follow(actor, fact.subject_id, status=Status.OPEN)


@concerns(_IS_INNER)
def follow_transfer(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketTransferred: from now on another area is waited for."""
    assert isinstance(fact, TicketTransferred)
    keeping.follow(actor, fact.subject_id, team_id=fact.after)


@concerns(_IS_INNER)
def hear_answer(actor: Actor, fact: Fact, event: Event) -> None:
    """On ReplySent in what was asked: who asked can go on."""
    assert isinstance(fact, ReplySent)
    linked = keeping.linked_of(fact.subject_id)
    if linked is not None:  # told by the desk: the writer's name may be a confidential area's
        publish(SYSTEM, InsideAnswered(linked["ticket_id"], linked["id"], is_done=False))


def tell_asker(actor: Actor, fact: Fact, event: Event) -> None:
    """On InsideAnswered: who has the customer's ticket, and who asked while they still handle it."""
    assert isinstance(fact, InsideAnswered)
    asked = row(
        """
        SELECT l.asked_by_id, (SELECT m.author_id FROM tickets_message m
            WHERE m.ticket_id = l.inner_id AND m.kind = 'outgoing' ORDER BY m.id DESC LIMIT 1) AS by_id
        FROM between_linked l WHERE l.id = %(id)s
        """,
        {"id": fact.linked_id},
    )
    assert asked is not None
    people = [asked["asked_by_id"]] if asked["asked_by_id"] else []
    tell_people(Kind.INSIDE, actor, event, _CARERS, people=people, by=asked["by_id"])


def _done(inner_id: int) -> None:
    """Told unless the other area's last word, which was told, says it already."""
    linked = keeping.linked_of(inner_id)
    last = row(_LAST_WORD, {"ticket": inner_id}) if linked else None
    if linked is not None and (last is None or last["kind"] != "outgoing"):
        publish(SYSTEM, InsideAnswered(linked["ticket_id"], linked["id"], is_done=True))
