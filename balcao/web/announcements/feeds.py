"""Announcements as a feed: what everybody may read by an open address, one's own by an
address of one's own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core.actor import NOBODY, Actor
from balcao.inside.announcements import queries
from balcao.register.access.actions import Feed

from .. import own_feeds
from ..pages import is_held
from . import words

LISTED = 30
PUBLIC_SECONDS = 300


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What everybody may read, the same for whoever asks; caches may keep it for five minutes."""
    with translation.override(settings.LANGUAGE_CODE):
        response = _answered(request, NOBODY, reverse("announcements:public_feed"))
    response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return response


@require_safe
def own(request: HttpRequest, feed_secret: str) -> HttpResponse:
    """What the reader whose address it is is told, as they are today."""
    actor = own_feeds.reader(request, Feed.ANNOUNCEMENTS, feed_secret)
    with translation.override(actor.language):
        here = reverse("announcements:feed", args=[feed_secret])
        return own_feeds.kept_apart(_answered(request, actor, here))


def _answered(request: HttpRequest, actor: Actor, path: str) -> HttpResponse:
    """The feed, or nothing for whoever has it as it is."""
    mark = f'W/"{queries.tag(actor)}"'
    if is_held(request, mark):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(
            _written(actor, path), content_type="application/atom+xml; charset=utf-8"
        )
    response["ETag"] = mark
    return response


def _written(actor: Actor, path: str) -> str:
    home = f"{settings.BASE_URL}{reverse('announcements:home')}"
    feed = Atom1Feed(
        title=_("Announcements"),
        link=home,
        description="",
        language=translation.get_language(),
        feed_url=f"{settings.BASE_URL}{path}",
        feed_guid=home,
    )
    found, _following = queries.announcements(actor, limit=LISTED)
    for each in map(words.worded, found):
        address = f"{settings.BASE_URL}{reverse('announcements:one', args=[each['id']])}"
        feed.add_item(
            title=each["title"],
            link=address,
            description=each["summary"],
            pubdate=each["published_at"],
            updateddate=each["changed_at"],
            author_name=each["team"],
            unique_id=address,
        )
    return str(feed.writeString("utf-8"))
