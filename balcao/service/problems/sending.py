"""A message to many goes out: ticket by ticket, each in a transaction of its own, under its sender's rights of now."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.exceptions import AlreadyEnqueued

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Hat
from balcao.core.errors import NotFound, Refusal
from balcao.core.sql import Row, row
from balcao.events.actions import publish
from balcao.events.live import is_hushed
from balcao.register.access.actors import Level, actor_of
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.rules import ACTIVE, Status, group_protocol

from . import rules
from .events import BroadcastEnded, ToldAsMany
from .models import Broadcast, Letter

SEND = "problems.send"
SWEEP = "problems.sweep"
QUEUE = "upkeep"

_NEXT = """
SELECT l.id, l.ticket_id, t.protocol, t.subject, t.side, t.status, t.channel, t.requester_id,
    coalesce(nullif(p.preferred_name, ''), split_part(p.name, ' ', 1)) AS client
FROM problems_letter l JOIN tickets_ticket t ON t.id = l.ticket_id
JOIN people_person p ON p.id = t.requester_id
WHERE l.broadcast_id = %(broadcast)s AND l.state = 'waiting'
ORDER BY l.id LIMIT 1 FOR UPDATE OF l SKIP LOCKED
"""
_OUTCOME = """
SELECT count(*) FILTER (WHERE state = 'sent') AS sent,
    count(*) FILTER (WHERE state = 'refused') AS refused
FROM problems_letter WHERE broadcast_id = %(broadcast)s
"""


def expect(broadcast: Broadcast) -> None:
    """At commit, have it sent once its moment of grace is over."""
    if not is_hushed():
        transaction.on_commit(lambda: _defer(broadcast), robust=True)


def send_due() -> int:
    """Send what should have gone out by now, whatever became of its job; how many messages."""
    due = Broadcast.objects.filter(ended_at=None, begins_at__lte=clock.now())
    found = list(due.order_by("begins_at").values_list("pk", flat=True))
    for broadcast_id in found:
        send(broadcast_id)
    return len(found)


def send(broadcast_id: int) -> tuple[int, int]:
    """Say it in each ticket that has not heard it yet; in how many it was said, in how many not.

    Bears running twice, also at once, and being cut off: a ticket hears it once. Nothing is said
    before its time, nor after it was stopped.
    """
    broadcast = Broadcast.objects.get(pk=broadcast_id)
    if broadcast.ended_at is None and broadcast.begins_at <= clock.now():
        waiting = Broadcast.objects.filter(pk=broadcast_id, state=rules.BroadcastState.WAITING)
        waiting.update(state=rules.BroadcastState.SENDING)
        while _next(broadcast_id):
            pass
        _end(broadcast_id)
    return outcome(broadcast_id)


def outcome(broadcast_id: int) -> tuple[int, int]:
    """In how many tickets it was said, and in how many it could not be."""
    found = row(_OUTCOME, {"broadcast": broadcast_id})
    return (found["sent"], found["refused"]) if found else (0, 0)


@transaction.atomic
def _next(broadcast_id: int) -> bool:
    """Say it in one more ticket; False when none waits. Whoever stops it waits for this one ticket."""
    broadcast = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    if broadcast.ended_at is not None:
        return False
    letter = row(_NEXT, {"broadcast": broadcast_id})
    if letter is None:
        return False
    actor, why = _sender(broadcast), ""
    with override(actor.language):
        try:
            with transaction.atomic():
                _say(actor, broadcast, letter)
        except Refusal as refusal:
            why = str(refusal.message)
            if isinstance(refusal, NotFound):
                why = _("Its sender no longer answers in this ticket.")
    state = rules.LetterState.REFUSED if why else rules.LetterState.SENT
    Letter.objects.filter(pk=letter["id"]).update(state=state, why=why)
    return True


def _say(actor: Actor, broadcast: Broadcast, letter: Row) -> None:
    ticket, status = letter["ticket_id"], Status(letter["status"])
    if status not in ACTIVE:
        raise Refusal(_("It had ended meanwhile."))
    if letter["requester_id"] == actor.person_id:
        raise Refusal(_("It is the sender's own ticket: nobody answers themselves."))
    text = broadcast.external if letter["side"] == "external" else broadcast.internal
    if not text:
        tickets.resolve(actor, ticket)
        return
    known = {
        "client": letter["client"],
        "protocol": group_protocol(letter["protocol"]),
        "subject": letter["subject"],
    }
    tickets.reply(
        actor,
        ticket,
        Said(rules.filled(text, known), channel=letter["channel"]),
        then=rules.status_then(rules.Then(broadcast.then), status),
        is_to_many=True,
    )
    publish(actor, ToldAsMany(ticket, problem_id=broadcast.problem_id, broadcast_id=broadcast.pk))


def _sender(broadcast: Broadcast) -> Actor:
    if broadcast.sender_id is None:
        return SYSTEM
    return actor_of(broadcast.sender_id, Level.STRONG).wearing(Hat.AGENT)


@transaction.atomic
def _end(broadcast_id: int) -> None:
    broadcast = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    left = Letter.objects.filter(broadcast=broadcast, state=rules.LetterState.WAITING)
    if broadcast.ended_at is not None or left.exists():
        return
    broadcast.state, broadcast.ended_at = rules.BroadcastState.DONE, clock.now()
    broadcast.save(update_fields=["state", "ended_at"])
    told = outcome(broadcast_id)
    publish(
        _sender(broadcast),
        BroadcastEnded(broadcast.problem_id, broadcast_id, *told, is_stopped=False),
    )


def _defer(broadcast: Broadcast) -> None:
    from procrastinate.contrib.django import app

    lock = f"{SEND}:{broadcast.pk}"
    task = app.configure_task(
        SEND, queue=QUEUE, queueing_lock=lock, schedule_at=broadcast.begins_at
    )
    try:
        task.defer(broadcast_id=broadcast.pk)
    except AlreadyEnqueued:
        return
