"""What the wiring calls when something happened that somebody may be asked about."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import row
from balcao.events.concern import concerns
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.listening.surveys.events import SurveyClosed
from balcao.register.orders.events import OrderDelivered
from balcao.register.people.events import RelationshipBegun
from balcao.register.people.models import Relationship, RelationshipKind, Side
from balcao.service.delivery.outbound import is_silent
from balcao.service.tickets.events import StatusChanged, TicketReopened
from balcao.service.tickets.rules import Status

from .actions import planning
from .actions.opening import close_wave
from .models import Invited, SubjectType, Wave, WaveState, When

_TICKET = """
SELECT t.id, t.side, t.kind, t.channel, t.team_id, t.requester_id, t.requester_handle_id
FROM tickets_ticket t
WHERE t.id = %(ticket)s AND t.requester_id IS DISTINCT FROM t.assignee_id
"""
_ORDER = """
SELECT o.id, o.customer_id, o.delivered_on, o.channel FROM orders_order o
WHERE o.id = %(order)s AND o.delivered_on IS NOT NULL AND o.cancelled_on IS NULL
"""


@concerns(
    """EXISTS (SELECT FROM asking_occasion o WHERE o."when" = 'resolved' AND o.is_active)""",
    when=lambda fact: fact.after == Status.RESOLVED and not is_silent(),
)
def ask_about_ticket(actor: Actor, fact: Fact, event: Event) -> None:
    """On StatusChanged to resolved: plan what its requester is asked, where that is wanted."""
    assert isinstance(fact, StatusChanged)
    found = planning.occasions(When.RESOLVED)
    ticket = row(_TICKET, {"ticket": fact.subject_id}) if found else None
    if ticket is None:
        return
    happened = planning.Happened(
        When.RESOLVED,
        ticket["side"],
        ticket["requester_id"],
        SubjectType.TICKET,
        ticket["id"],
        clock.now(),
        handle_id=ticket["requester_handle_id"],
        facts={"kinds": frozenset({ticket["kind"]}), "teams": frozenset({ticket["team_id"]})},
        groups={"team": ticket["team_id"], "channel": ticket["channel"]},
    )
    planning.plan(happened, found)


@concerns(
    """EXISTS (SELECT FROM asking_invited i WHERE i.subject_type = 'ticket'
        AND i.subject_id = %(subject)s AND i.sent_at IS NULL AND i.withdrawn_at IS NULL)"""
)
def leave_reopened(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketReopened: nobody is asked about what goes on."""
    assert isinstance(fact, TicketReopened)
    planning.withdraw(SubjectType.TICKET, fact.subject_id)


def ask_about_delivery(actor: Actor, fact: Fact, event: Event) -> None:
    """On OrderDelivered: plan what the customer is asked, counted from the day of delivery."""
    assert isinstance(fact, OrderDelivered)
    found = [] if is_silent() else planning.occasions(When.DELIVERED)
    order = row(_ORDER, {"order": fact.subject_id}) if found else None
    if order is None:
        return
    day = datetime.combine(order["delivered_on"], time(), ZoneInfo(clock.zone()))
    happened = planning.Happened(
        When.DELIVERED,
        Side.EXTERNAL,
        order["customer_id"],
        SubjectType.ORDER,
        order["id"],
        day,
        groups={"channel": order["channel"]} if order["channel"] else {},
    )
    planning.plan(happened, found)


def ask_who_began(actor: Actor, fact: Fact, event: Event) -> None:
    """On RelationshipBegun inside: plan what is asked so many days after the first day."""
    assert isinstance(fact, RelationshipBegun)
    if fact.kind == RelationshipKind.CUSTOMER or is_silent():
        return
    found = planning.occasions(When.HIRED)
    if not found:
        return
    tie = Relationship.objects.get(pk=fact.relationship_id)
    day = datetime.combine(tie.since_on, time(), ZoneInfo(clock.zone()))
    happened = planning.Happened(
        When.HIRED,
        Side.INTERNAL,
        tie.person_id,
        SubjectType.RELATIONSHIP,
        tie.pk,
        day,
        facts={
            "relationships": frozenset({tie.kind}),
            "departments": frozenset({tie.organization_id} - {None}),
        },
    )
    planning.plan(happened, found)


def end_with_survey(actor: Actor, fact: Fact, event: Event) -> None:
    """On SurveyClosed: nobody else is asked, and its waves close."""
    assert isinstance(fact, SurveyClosed)
    Invited.objects.filter(survey_id=fact.subject_id, sent_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now(), next_at=None
    )
    standing = Wave.objects.filter(survey_id=fact.subject_id, state=WaveState.OPEN).order_by("pk")
    for wave_id in standing.values_list("pk", flat=True):
        close_wave(actor, wave_id)
