from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.core.sql import row, run
from balcao.events.actions import publish
from balcao.events.live import tell
from balcao.register.access.models import Membership
from balcao.register.people.models import Handle

from .. import rules
from ..content import Said
from ..events import (
    DeliveryChanged,
    HumanAsked,
    Mentioned,
    MessageReceived,
    NoteWritten,
    ReplySent,
    TicketAssigned,
)
from ..models import (
    DeliveryState,
    Follower,
    Mention,
    Message,
    MessageKind,
    Place,
    Ticket,
)
from .deciding import move
from .messages import write_message
from .shared import handling, is_client, locked, touch

BODY_MAX = 1_000_000
_JOIN = """
INSERT INTO tickets_participant (ticket_id, handle_id)
SELECT %(ticket)s::bigint, %(handle)s::bigint
WHERE NOT EXISTS (SELECT FROM tickets_participant p
                  WHERE p.ticket_id = %(ticket)s::bigint AND p.handle_id = %(handle)s::bigint)
ON CONFLICT DO NOTHING
"""
_MARK = """
UPDATE tickets_message m SET delivery_state = %(state)s, delivery_note = %(note)s
FROM tickets_ticket t WHERE m.id = %(id)s AND t.id = m.ticket_id
RETURNING m.ticket_id, t.team_id
"""


@transaction.atomic
def receive(
    actor: Actor, ticket_id: int, author: Handle, said: Said, *, joins: bool = True
) -> Message:
    """A client's word in a ticket: it wakes what waited and reopens what had ended.

    `joins` makes the author a participant. A clientless word (an automatic mail kept on the
    ticket) goes through `attach_automatic` instead and wakes nothing.
    """
    ticket = locked(actor, ticket_id)
    if not actor.is_system and actor.person_id != author.person_id:
        raise Forbidden()
    _require_words(said)
    if joins:
        run(_JOIN, {"ticket": ticket.pk, "handle": author.pk})
    return _client_said(actor, ticket, author.person_id, said)


@transaction.atomic
def attach_automatic(actor: Actor, ticket_id: int, said: Said) -> Message:
    """An automatic mail kept on its ticket: it changes no status and answers nobody."""
    ticket = locked(actor, ticket_id)
    message = write_message(ticket, MessageKind.AUTOMATIC, None, said)
    publish(actor, MessageReceived(ticket.pk, message_id=message.pk, channel=said.channel))
    touch(ticket)
    return message


@transaction.atomic
def reply(
    actor: Actor,
    ticket_id: int,
    said: Said,
    *,
    then: str = rules.Status.PENDING,
    seen: int | None = None,
    is_to_many: bool = False,
) -> Message:
    """An answer to the client; the ticket then waits for them unless `then` says otherwise.

    `seen` is the last message the writer had read: Conflict when a newer one arrived meanwhile.
    The one who answers an unassigned ticket takes it; one message to many tickets takes none, and
    is not the person whom a client asked for. Nobody answers themselves: who asked speaks
    as the client, and their ticket never waits for themselves.
    """
    if then not in set(rules.Status):
        raise Invalid(_("This status is unknown."), {"status": _("This status is unknown.")})
    ticket = handling(actor, ticket_id, Permission.REPLY)
    _require_words(said)
    _require_nothing_new(actor, ticket, seen)
    if ticket.requester_id == actor.person_id:
        return _said_on_own(actor, ticket, said, rules.Status(then))
    message = write_message(
        ticket, MessageKind.OUTGOING, actor.person_id, said, delivery_state=_delivery(ticket)
    )
    publish(actor, ReplySent(ticket.pk, message_id=message.pk))
    fields = ["waiting_since", *move(actor, ticket, rules.Status(then))]
    ticket.waiting_since = None
    is_personal = not (is_to_many or actor.is_system)
    if ticket.human_asked_at is not None and is_personal:
        ticket.human_asked_at = None
        fields.append("human_asked_at")
    if ticket.assignee_id is None and actor.person_id is not None and is_personal:
        ticket.assignee_id = actor.person_id
        fields.append("assignee")
        publish(actor, TicketAssigned(ticket.pk, before=None, after=actor.person_id))
    _drop_draft(actor, ticket, is_internal=False)
    touch(ticket, *fields)
    return message


@transaction.atomic
def ask_for_human(actor: Actor, ticket_id: int) -> Ticket:
    """A client of the ticket wants a person; the mark stays until a person replies.

    Asked again it stays as it was. The desk itself may ask on a client's behalf.
    """
    ticket = locked(actor, ticket_id)
    if not is_client(actor, ticket) and not actor.is_system:
        raise Forbidden()
    if ticket.human_asked_at is None:
        ticket.human_asked_at = clock.now()
        publish(actor, HumanAsked(ticket.pk))
        touch(ticket, "human_asked_at")
    return ticket


@transaction.atomic
def note(actor: Actor, ticket_id: int, said: Said, *, mentions: Sequence[int] = ()) -> Message:
    """An internal note; those mentioned find it under *para mim*, if they handle the ticket."""
    ticket = handling(actor, ticket_id, Permission.WRITE_NOTE)
    _require_words(said)
    message = write_message(ticket, MessageKind.NOTE, actor.person_id, said)
    publish(actor, NoteWritten(ticket.pk, message_id=message.pk))
    for person_id in _handlers(ticket, mentions):
        if person_id != actor.person_id:
            Mention.objects.create(message=message, ticket=ticket, person_id=person_id)
            Follower.objects.get_or_create(ticket=ticket, person_id=person_id)
            publish(actor, Mentioned(ticket.pk, message_id=message.pk, person_id=person_id))
            tell(f"person:{person_id}")
    _drop_draft(actor, ticket, is_internal=True)
    touch(ticket)
    return message


@transaction.atomic
def mark_delivery(actor: Actor, message_id: int, state: str, note: str = "") -> None:
    """What became of a message sent by mail: sent, or not delivered and why."""
    marked = row(_MARK, {"id": message_id, "state": DeliveryState(state).value, "note": note[:500]})
    if marked is None:
        raise Message.DoesNotExist()
    publish(actor, DeliveryChanged(marked["ticket_id"], message_id=message_id, state=state))
    tell(f"ticket:{marked['ticket_id']}", f"team:{marked['team_id']}")


def _client_said(actor: Actor, ticket: Ticket, person_id: int, said: Said) -> Message:
    message = write_message(ticket, MessageKind.INCOMING, person_id, said)
    publish(actor, MessageReceived(ticket.pk, message_id=message.pk, channel=said.channel))
    _wake_status(actor, ticket)
    return message


def _said_on_own(actor: Actor, ticket: Ticket, said: Said, then: rules.Status) -> Message:
    message = _client_said(actor, ticket, actor.me, said)
    if then is not rules.Status.PENDING:
        touch(ticket, *move(actor, ticket, then))
    _drop_draft(actor, ticket, is_internal=False)
    return message


def _wake_status(actor: Actor, ticket: Ticket) -> None:
    waiting = ticket.waiting_since
    fields = move(actor, ticket, rules.status_after_client_spoke(rules.Status(ticket.status)))
    ticket.waiting_since = waiting or clock.now()
    touch(ticket, *fields, "waiting_since")


def _drop_draft(actor: Actor, ticket: Ticket, *, is_internal: bool) -> None:
    if actor.person_id is not None:
        run(
            "DELETE FROM tickets_draft WHERE ticket_id = %(ticket)s AND person_id = %(person)s"
            " AND is_internal = %(internal)s",
            {"ticket": ticket.pk, "person": actor.person_id, "internal": is_internal},
        )
        tell(f"draft:{ticket.pk}")


def _require_words(said: Said) -> None:
    if not said.body.strip() and not said.files and not said.html:
        raise Invalid(_("Write something first."), {"body": _("Write something first.")})
    if len(said.body) > BODY_MAX:
        raise Invalid(_("This text is too long."), {"body": _("This text is too long.")})


def _require_nothing_new(actor: Actor, ticket: Ticket, seen: int | None) -> None:
    if seen is None:
        return
    newer = Message.objects.filter(ticket=ticket, pk__gt=seen)
    kinds = set(newer.exclude(author_id=actor.person_id).values_list("kind", flat=True))
    if MessageKind.INCOMING in kinds:
        raise Conflict(_("The client wrote again meanwhile. Read it, then send."))
    if MessageKind.OUTGOING in kinds:
        raise Conflict(_("A colleague answered meanwhile. Read it, then send."))


def _delivery(ticket: Ticket) -> str:
    return DeliveryState.QUEUED if ticket.requester_handle_id else DeliveryState.NONE


def _handlers(ticket: Ticket, person_ids: Sequence[int]) -> list[int]:
    """Those of these people who handle the ticket: others must not learn that it exists."""
    if not person_ids:
        return []
    teams = [ticket.team_id, *Place.objects.filter(ticket=ticket).values_list("team_id", flat=True)]
    found = Membership.objects.filter(
        team_id__in=teams, person_id__in=person_ids, person__merged_into=None
    )
    return sorted(set(found.values_list("person_id", flat=True)))
