"""Announcements as a feed: what everybody may read by an open address, one's own by a signed one."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import NOBODY, Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.inside.announcements import actions, queries
from balcao.register.access.actions import spend

from ..pages import tell
from ..places import place
from . import words
from .asking import signed_in

SALT = "balcao.announcements.feed"
HOUR = 3600
READS_AN_HOUR, TRIES_AN_HOUR = 120, 1200
LISTED = 30
PUBLIC_SECONDS = 300


@require_POST
def open_feed(request: HttpRequest) -> HttpResponse:
    """Make an address, or a new one in place of the old."""
    actions.open_feed(signed_in(request))
    tell(request, _("The address is made. What was made before opens nothing any more."))
    return HttpResponseRedirect(f"{reverse('announcements:home')}#feed")


@require_POST
def close_feed(request: HttpRequest) -> HttpResponse:
    """Take the address away."""
    actions.close_feed(signed_in(request))
    tell(request, _("The address opens nothing any more."))
    return HttpResponseRedirect(f"{reverse('announcements:home')}#feed")


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What everybody may read, the same for whoever asks; caches may keep it for five minutes."""
    with translation.override(settings.LANGUAGE_CODE):
        response = _answered(request, NOBODY, reverse("announcements:public_feed"))
    response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return response


@require_safe
def own(request: HttpRequest, feed_key: str) -> HttpResponse:
    """What the owner of a signed address is told, as they are today; no search engine keeps it."""
    spend("announcement_feed_place", place(request), limit=TRIES_AN_HOUR, seconds=HOUR)
    try:
        key = _signer().unsign(feed_key)
    except signing.BadSignature:
        raise NotFound() from None
    actor = actions.read_feed(key)
    spend("announcement_feed", key, limit=READS_AN_HOUR, seconds=HOUR)
    with translation.override(actor.language):
        response = _answered(request, actor, reverse("announcements:feed", args=[feed_key]))
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def own_address(known: Row | None) -> str:
    """The address of somebody's own feed; empty for who opened none."""
    if known is None:
        return ""
    return f"{settings.BASE_URL}{reverse('announcements:feed', args=[sign(known['key'])])}"


def sign(key: str) -> str:
    """The key as it stands in the address: nobody makes one up, nor out of a stolen table."""
    return _signer().sign(key)


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")


def _answered(request: HttpRequest, actor: Actor, path: str) -> HttpResponse:
    """The feed, or nothing for whoever has it as it is."""
    mark = f'W/"{queries.tag(actor)}"'
    if mark in parse_etags(request.headers.get("If-None-Match", "")):
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
