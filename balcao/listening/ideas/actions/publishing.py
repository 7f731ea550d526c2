from __future__ import annotations

from functools import partial
from secrets import SystemRandom

from django.db import transaction
from nacl.exceptions import CryptoError
from nacl.public import SealedBox

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.actions import publish
from balcao.listening.answers import keys

from .. import rules
from ..events import IdeasPublished
from ..models import Batch, Comment, Envelope, Idea
from ..telling import tell_keepers
from .sealing import enough
from .suggesting import place

_random = SystemRandom()


def publish_due() -> int:
    """Open each envelope that was full on an earlier day, and give up those whose key is gone; how
    many. Once a day: whoever watches the board all day sees nothing appear as somebody writes."""
    waiting = Envelope.objects.filter(outcome=Batch.PENDING).order_by("pk")
    done = 0
    for envelope in waiting:
        is_ready = envelope.ready_on is not None and envelope.ready_on < clock.today()
        if is_ready or not keys.is_here(bytes(envelope.public)):
            done += bool(publish_envelope(envelope.pk))
    settled = Envelope.objects.exclude(outcome=Batch.PENDING).values_list("public", flat=True)
    for public in settled.iterator():
        if keys.is_here(bytes(public)):
            keys.destroy(bytes(public))
    return done


@transaction.atomic
def publish_envelope(envelope_id: int) -> str:
    """Open an envelope in which enough people wrote: all of it at once, in mixed order.

    Its boxes, pseudonyms and key are destroyed with it. Runs again to the same end, wherever it
    stopped; returns what became of it, nothing while too few have written.
    """
    envelope = (
        Envelope.objects.select_for_update(of=("self",))
        .select_related("board")
        .filter(pk=envelope_id)
        .first()
    )
    if envelope is None:
        return ""
    if envelope.outcome == Batch.PENDING:
        told = _opened(envelope)
        if told is not None and envelope.handed.count() < enough(envelope.board):
            return ""
        _settle(envelope, told)
    transaction.on_commit(partial(keys.destroy, bytes(envelope.public)))
    return envelope.outcome


def _opened(envelope: Envelope) -> list[rules.Contribution] | None:
    """What the boxes hold, in mixed order; None when their key is gone."""
    private = keys.opener(bytes(envelope.public))
    if private is None:
        return None
    opener, found = SealedBox(private), []
    for box in envelope.sealed.values_list("box", flat=True):
        try:
            found.append(rules.unpacked(opener.decrypt(bytes(box))))
        except (CryptoError, ValueError, KeyError, TypeError):
            continue
    _random.shuffle(found)
    return found


def _settle(envelope: Envelope, told: list[rules.Contribution] | None) -> None:
    ideas = [one for one in told or () if one.about is None]
    comments = [one for one in told or () if one.about is not None]
    now = clock.now()
    with clock.at(now):  # one instant for all: their order tells nothing
        placed = [place(envelope.board, one.title, one.words, author_id=None) for one in ideas]
    known = set(
        Idea.objects.filter(pk__in=[one.about for one in comments]).values_list("pk", flat=True)
    )
    Comment.objects.bulk_create(
        Comment(idea_id=one.about, words=one.words, created_at=now)
        for one in comments
        if one.about in known
    )
    envelope.sealed.all().delete()
    envelope.handed.all().delete()
    envelope.outcome = Batch.LOST if told is None else Batch.PUBLISHED
    envelope.ready_on = None
    envelope.save(update_fields=["outcome", "ready_on"])
    publish(
        SYSTEM,
        IdeasPublished(envelope.board_id, envelope.outcome, len(placed), len(comments)),
    )
    if placed:
        tell_keepers(SYSTEM, envelope.board, placed[0], rules.Told.ARRIVED)
