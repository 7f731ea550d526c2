from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.register.people.actions.persons import normalize_handle
from balcao.service.inboxes.queries import usable
from balcao.service.tickets.actions import mark_delivery
from balcao.service.tickets.actions.shared import handling
from balcao.service.tickets.models import DeliveryState, Message

from . import inbound, keeping, outbound
from .case import Settled
from .events import MailDiscarded, MailReleased
from .identity import Raced
from .models import OutgoingMail, OutgoingState, Purpose, RawMail, RawState, Source
from .scope import KEPT_ASIDE, params
from .waking import SEND, TAKE_IN, wake


@transaction.atomic
def store_raw(
    actor: Actor,
    data: bytes,
    *,
    source: str = Source.SMTP,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
    is_archive: bool = False,
) -> int:
    """Keep a mail as it came and have it taken in soon; its number."""
    require(actor, Permission.ADMINISTER)
    number = keeping.keep(
        data,
        source=source,
        envelope_from=envelope_from,
        envelope_to=envelope_to,
        is_archive=is_archive,
    )
    wake(TAKE_IN)
    return number


@transaction.atomic
def release(actor: Actor, raw_id: int, inbox_id: int | None = None) -> Settled:
    """Take a quarantined mail in after all, past the checks that held it; for an inbox, if named.

    It may be any inbox the actor may write to. Invalid when it still finds no ticket: no inbox, say, or no sender who could be answered.
    """
    raw = _kept_aside(actor, raw_id)
    if inbox_id is not None and inbox_id not in {each["id"] for each in usable(actor)}:
        raise NotFound()
    raw.is_released = True
    raw.state = RawState.PENDING
    raw.told_inbox_id = inbox_id or raw.told_inbox_id
    raw.save(update_fields=["is_released", "state", "told_inbox"])
    try:
        ended = inbound.settle(raw.pk)
    except Raced:
        raise Conflict() from None
    if ended is None or ended.state != RawState.SETTLED:
        raise Invalid(_("It can't be taken in: %(why)s") % {"why": ended.reason if ended else ""})
    publish(actor, MailReleased(raw.pk, inbox_id=inbox_id))
    return ended


@transaction.atomic
def discard(actor: Actor, raw_id: int) -> None:
    """Put a quarantined mail away for good; what it was stays on record."""
    raw = _kept_aside(actor, raw_id)
    raw.state = RawState.DISCARDED
    raw.settled_at = clock.now()
    raw.save(update_fields=["state", "settled_at"])
    publish(actor, MailDiscarded(raw.pk))


@transaction.atomic
def retry_failed(actor: Actor, message_id: int) -> int:
    """Send an answer again to those it didn't reach; how many."""
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise NotFound()
    handling(actor, message.ticket_id, Permission.REPLY)
    again = OutgoingMail.objects.filter(
        message=message, purpose=Purpose.REPLY, state=OutgoingState.FAILED
    ).update(state=OutgoingState.QUEUED, attempts=0, error="", next_attempt_at=clock.now())
    if again:
        mark_delivery(actor, message.pk, DeliveryState.QUEUED)
        wake(SEND)
    return again


def send_notice(
    actor: Actor, address: str, subject: str, body_markdown: str, language: str = ""
) -> None:
    """Queue a notice of the desk to one address, in the caller's transaction.

    Invalid when it is no mail address. Without a language, the company's.
    """
    require(actor, Permission.ADMINISTER)
    known = normalize_handle("email", address)
    outbound.notice(known, subject, body_markdown, language or settings.LANGUAGE_CODE)


def _kept_aside(actor: Actor, raw_id: int) -> RawMail:
    """The mail, locked, when it is in quarantine and this actor decides on it; else NotFound."""
    found = row(
        f"SELECT r.id FROM delivery_rawmail r WHERE r.id = %(id)s AND {KEPT_ASIDE}",
        {**params(actor), "id": raw_id},
    )
    raw = RawMail.objects.select_for_update().filter(pk=raw_id, state="quarantined").first()
    if found is None or raw is None:
        raise NotFound()
    return raw
