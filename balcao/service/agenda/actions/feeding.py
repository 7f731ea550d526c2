"""The agenda's address for calendars: made, renewed, revoked, and read by whoever knows it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor, Hat
from balcao.core.errors import Forbidden, NotFound
from balcao.events.actions import publish
from balcao.register.access.actors import Level, actor_of

from ..events import FeedSet
from ..models import Feed

KEY_BYTES = 18
READ_NOTED_AFTER = timedelta(minutes=5)


@transaction.atomic
def open_feed(actor: Actor) -> Feed:
    """Give the actor's agenda a new address for calendars; the one before stops at once."""
    if not actor.is_agent:
        raise Forbidden()
    fresh = {"key": secrets.token_urlsafe(KEY_BYTES), "made_at": clock.now(), "read_at": None}
    feed, _made = Feed.objects.update_or_create(person_id=actor.me, defaults=fresh)
    publish(actor, FeedSet(actor.me, is_open=True))
    return feed


@transaction.atomic
def close_feed(actor: Actor) -> None:
    """From now on the address opens nothing."""
    if not Feed.objects.filter(person_id=actor.me).delete()[0]:
        raise NotFound()
    publish(actor, FeedSet(actor.me, is_open=False))


def read_feed(key: str) -> Actor:
    """Whose agenda this key opens, as the agent they are now; NotFound for no agent, or no key."""
    feed = Feed.objects.filter(key=key).first()
    actor = actor_of(feed.person_id, Level.STRONG).wearing(Hat.AGENT) if feed else None
    if feed is None or actor is None or not actor.is_agent:
        raise NotFound()
    instant = clock.now()
    if feed.read_at is None or instant - feed.read_at > READ_NOTED_AFTER:
        Feed.objects.filter(pk=feed.pk).update(read_at=instant)
    return actor
