"""Addresses of a reader's own feeds: made, told once, read by whoever knows one, revoked one by one."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Hat
from balcao.core.errors import Conflict, Forbidden, NotFound
from balcao.events.actions import publish

from ..actors import Level, actor_of
from ..events import FeedAddressMade, FeedAddressRevoked
from ..models import Feed, FeedAddress
from .rates import spend
from .secrets import digest

MOST = 20
READ_NOTED_AFTER = timedelta(hours=1)
READS_AN_HOUR, HOUR = 120, 3600


@transaction.atomic
def make_feed_address(actor: Actor, what: Feed, name: str = "") -> str:
    """The secret of a new address of the actor's feed of this sort, under the hats they wear; told once.

    Forbidden for whoever is not signed in; Conflict once they have twenty.
    """
    if actor.person_id is None or not actor.hats:
        raise Forbidden()
    if FeedAddress.objects.filter(person_id=actor.person_id).count() >= MOST:
        raise Conflict(_("You have 20 addresses already. Revoke one first."))
    secret = secrets.token_urlsafe(32)
    made = FeedAddress.objects.create(
        person_id=actor.person_id,
        what=what,
        hats=sorted(actor.hats),
        name=text.one_line(name, 80),
        digest=digest(secret),
        made_at=clock.now(),
    )
    publish(actor, FeedAddressMade(made.pk, person_id=actor.person_id, what=what))
    return secret


@transaction.atomic
def revoke_feed_address(actor: Actor, address_id: int) -> None:
    """From now on this one of the actor's addresses opens nothing."""
    own = FeedAddress.objects.filter(pk=address_id, person_id=actor.person_id or 0)
    known = own.first()
    if known is None or not own.delete()[0]:
        raise NotFound()
    publish(actor, FeedAddressRevoked(address_id, person_id=known.person_id, what=known.what))


def reader_of_feed(what: Feed, secret: str) -> Actor:
    """Whose feed of this sort the secret opens, as they are today under the hats they wore then.

    NotFound for none, and for an address made inside whose reader is outside by now; TooMany for
    one that is read more than 120 times an hour.
    """
    known = FeedAddress.objects.filter(what=what, digest=digest(secret)).first()
    if known is None:
        raise NotFound()
    worn = {Hat(hat) for hat in known.hats}
    actor = actor_of(known.person_id, Level.STRONG).wearing(*worn)
    if not actor.hats or Hat.INTERNAL in worn - actor.hats:
        raise NotFound()
    spend("feed", str(known.pk), limit=READS_AN_HOUR, seconds=HOUR)
    instant = clock.now()
    if known.read_at is None or instant - known.read_at > READ_NOTED_AFTER:
        FeedAddress.objects.filter(pk=known.pk).update(read_at=instant)
    return actor
