"""A reader's feed: its address is made, renewed, revoked, and read by whoever knows it."""

from __future__ import annotations

import secrets

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor, Hat
from balcao.core.errors import NotFound
from balcao.events.actions import publish
from balcao.register.access.actors import Level, actor_of

from ..events import AnnouncementFeedSet
from ..models import Feed

KEY_BYTES = 18


@transaction.atomic
def open_feed(actor: Actor) -> Feed:
    """Give the actor a feed under the hats they wear; its address before stops at once."""
    fresh = {
        "key": secrets.token_urlsafe(KEY_BYTES),
        "hats": sorted(actor.hats),
        "made_at": clock.now(),
    }
    feed, _made = Feed.objects.update_or_create(person_id=actor.me, defaults=fresh)
    publish(actor, AnnouncementFeedSet(actor.me, is_open=True))
    return feed


@transaction.atomic
def close_feed(actor: Actor) -> None:
    """From now on the address opens nothing."""
    if not Feed.objects.filter(person_id=actor.me).delete()[0]:
        raise NotFound()
    publish(actor, AnnouncementFeedSet(actor.me, is_open=False))


def read_feed(key: str) -> Actor:
    """Whose feed this key opens, as they are today under the hats they wore; NotFound for none."""
    feed = Feed.objects.filter(key=key).first()
    if feed is None:
        raise NotFound()
    actor = actor_of(feed.person_id, Level.STRONG).wearing(*(Hat(hat) for hat in feed.hats))
    if actor.person_id is None or not actor.hats:
        raise NotFound()
    return actor
