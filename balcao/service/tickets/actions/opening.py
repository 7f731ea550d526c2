from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, Invalid
from balcao.core.sql import row
from balcao.core.writing import insert
from balcao.events.actions import publish
from balcao.register.people.actions import make_acquainted
from balcao.register.people.models import Handle, Relationship
from balcao.service.inboxes.models import Audience, Inbox

from .. import rules
from ..content import Said
from ..events import PlaceAdded, TicketOpened
from ..models import Message, MessageKind, Participant, Place, Ticket
from .messages import write_message
from .shared import wake


@transaction.atomic
def open_ticket(
    actor: Actor,
    inbox: Inbox,
    requester: Handle,
    subject: str,
    said: Said,
    *,
    kind: str = rules.Kind.REQUEST,
    organization_id: int | None = None,
    impact: int = rules.Level.MEDIUM,
    urgency: int = rules.Level.MEDIUM,
) -> tuple[Ticket, Message]:
    """A new ticket with its first message, under a protocol that never changes.

    A client opens it for themselves; only who answers for the inbox's team opens it for another.
    The requester stands inside only with a work handle in an inbox for internal clients.
    """
    if kind not in set(rules.Kind):
        raise Invalid(_("This kind is unknown."), {"kind": _("This kind is unknown.")})
    _require_may_ask(actor, inbox, requester, organization_id)
    instant = clock.now()
    side = _side(inbox, requester)
    ticket = insert(
        Ticket(
            protocol=next_protocol(),
            subject=text.one_line(subject).strip()[: rules.SUBJECT_MAX] or str(_("(no subject)")),
            kind=kind,
            status=rules.Status.NEW,
            impact=impact,
            urgency=urgency,
            priority=rules.priority(impact, urgency),
            side=side,
            channel=said.channel,
            inbox=inbox,
            team_id=inbox.team_id,
            requester_id=requester.person_id,
            requester_handle=requester,
            organization_id=organization_id,
            created_at=instant,
            updated_at=instant,
            waiting_since=instant,
        )
    )
    insert(Participant(ticket=ticket, handle=requester))
    make_acquainted(inbox.team_id, requester.person_id, side)
    message = write_message(ticket, MessageKind.INCOMING, requester.person_id, said)
    publish(
        actor,
        TicketOpened(
            ticket.pk,
            kind=ticket.kind,
            channel=ticket.channel,
            side=ticket.side,
            team_id=ticket.team_id,
            message_id=message.pk,
        ),
    )
    wake(ticket, f"line:{ticket.team_id}")
    return ticket, message


@transaction.atomic
def add_place(actor: Actor, ticket: Ticket, inboxes: Sequence[Inbox]) -> None:
    """Give every other addressed inbox's team its place on the ticket; never a confidential one."""
    for inbox in inboxes:
        if inbox.team_id == ticket.team_id:
            continue
        if inbox.team.is_confidential or ticket.team.is_confidential:
            raise Invalid(_("A confidential team gets a ticket of its own."))
        _place, made = Place.objects.get_or_create(
            ticket=ticket, team_id=inbox.team_id, defaults={"inbox": inbox}
        )
        if made:
            make_acquainted(inbox.team_id, ticket.requester_id, ticket.side)
            publish(actor, PlaceAdded(ticket.pk, team_id=inbox.team_id, inbox_id=inbox.pk))
            wake(ticket, f"team:{inbox.team_id}")


def _require_may_ask(
    actor: Actor, inbox: Inbox, requester: Handle, organization_id: int | None
) -> None:
    if actor.is_system:
        return
    if actor.person_id != requester.person_id and not actor.may(Permission.REPLY, inbox.team_id):
        raise Forbidden()
    if organization_id is not None:
        _require_tie(requester.person_id, organization_id)


def _side(inbox: Inbox, requester: Handle) -> Audience:
    is_inside = inbox.audience == Audience.INTERNAL and requester.is_work
    return Audience.INTERNAL if is_inside else Audience.EXTERNAL


def _require_tie(person_id: int, organization_id: int) -> None:
    """One asks on behalf of an organization one belongs to today."""
    today = clock.today()
    found = Relationship.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today),
        person_id=person_id,
        organization_id=organization_id,
        since_on__lte=today,
    )
    if not found.exists():
        raise Invalid(
            _("You don't belong to this organization."),
            {"on_behalf_of": _("You don't belong to this organization.")},
        )


def next_protocol() -> str:
    """The next protocol of this year in the company's zone."""
    year = clock.today().year
    found = row("SELECT tickets_next_sequence(%(year)s) AS sequence", {"year": year})
    assert found is not None
    return rules.protocol(year, found["sequence"])
