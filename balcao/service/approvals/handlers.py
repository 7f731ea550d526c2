"""What the wiring calls when a ticket ends, when somebody leaves, and when a bell is to ring."""

from __future__ import annotations

from balcao.core.actor import SYSTEM, Actor
from balcao.events.concern import concerns
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.register.people.events import RelationshipEnded
from balcao.service.notifications.rules import Kind
from balcao.service.notifications.telling import stop_telling, tell_about
from balcao.service.tickets.events import StatusChanged
from balcao.service.tickets.rules import ENDED

from . import deciders, handing
from .actions import withdraw
from .events import ApprovalDecided, AskDecided, Asked, AskHanded
from .models import Approval, Ask
from .rules import State


@concerns(
    """EXISTS (SELECT FROM approvals_approval a
        WHERE a.ticket_id = %(subject)s AND a.state = 'waiting')""",
    when=lambda fact: fact.after in ENDED,
)
def end_with_ticket(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged: what waits for an approval in a ticket that is over is taken back."""
    assert isinstance(fact, StatusChanged)
    waiting = Approval.objects.filter(ticket_id=fact.subject_id, state=State.WAITING)
    for number in waiting.order_by("pk").values_list("pk", flat=True):
        withdraw(SYSTEM, number)


def ring_decider(actor: Actor, fact: Fact, event: Event) -> None:
    """On Asked: the bell of who is to decide."""
    assert isinstance(fact, Asked)
    tell_about(Kind.APPROVAL, SYSTEM, event, [fact.decider])


def stop_ringing(actor: Actor, fact: Fact, event: Event) -> None:
    """On AskDecided and AskHanded: it waits for this person no more."""
    assert isinstance(fact, AskDecided | AskHanded)
    about = ("approval", fact.subject_id)
    if isinstance(fact, AskHanded):
        stop_telling(Kind.APPROVAL, about, [fact.before])
        return
    ask = Ask.objects.get(pk=fact.ask_id)
    still = Ask.objects.filter(
        stage=ask.stage_id, decider=ask.decider_id, decision="", gone_at=None
    )
    if not still.exists():
        stop_telling(Kind.APPROVAL, about, [ask.decider_id])


def ring_requester(actor: Actor, fact: Fact, event: Event) -> None:
    """On ApprovalDecided: the bell of who asked and works here; of who took it back not."""
    assert isinstance(fact, ApprovalDecided)
    found = Approval.objects.get(pk=fact.subject_id)
    if fact.state != State.WITHDRAWN or not actor.is_system:
        tell_about(Kind.DECIDED, actor, event, deciders.standing(deciders.barred(found)))


def hand_over(actor: Actor, fact: Fact, event: Event) -> None:
    """On RelationshipEnded: what somebody was to decide who works here no more goes to others."""
    assert isinstance(fact, RelationshipEnded)
    handing.look_at([fact.subject_id])
