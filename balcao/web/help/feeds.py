"""What is new in the help centre, for programs that read feeds: what everybody may read, and what one
reader may, by an address of their own that needs no sign-in, says titles and summaries alone, and
ends when they revoke it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.core.actor import NOBODY, Actor
from balcao.core.sql import Row
from balcao.register.access.actions import Feed
from balcao.register.brand import queries as brand
from balcao.service.knowledge import queries

from .. import own_feeds
from ..pages import is_held
from . import atom, marks
from .tongues import address, tongue, whole

NEWEST = 50


@require_safe
def public(request: HttpRequest, language: str) -> HttpResponse:
    """What is new for everybody; the same for whoever asks."""
    mark = marks.of_stranger(request)
    if is_held(request, mark):
        return marks.marked(HttpResponse(status=304), mark, is_public=True)
    made = _feed(NOBODY, language, whole(address(language, "feed")))
    return marks.marked(made, mark, is_public=True)


@require_safe
def own(request: HttpRequest, language: str, feed_secret: str) -> HttpResponse:
    """What is new for whose address it is, as far as they may read it today."""
    actor = own_feeds.reader(request, Feed.HELP, feed_secret)
    mark = marks.of_feed(actor)
    if is_held(request, mark):
        made = HttpResponse(status=304)
    else:
        made = _feed(actor, language, whole(address(language, "own_feed", feed_secret)))
    made["ETag"] = mark
    return own_feeds.kept_apart(made)


def _feed(actor: Actor, language: str, here: str) -> HttpResponse:
    with translation.override(tongue(language).code):
        found, _more = queries.articles(actor, language=language, limit=NEWEST)
        title = f"{brand.look(NOBODY)['name']} · {_('Help centre')}".removeprefix(" · ")
        newest = max((one["updated_at"] for one in found), default=clock.now())
        entries = [_entry(language, one) for one in found]
        home = whole(address(language, "home"))
        content = atom.written(title, here, home, tongue(language).tag, entries, newest)
    return HttpResponse(content, content_type=atom.TYPE)


def _entry(language: str, one: Row) -> atom.Entry:
    here = whole(address(language, "article", one["slug"]))
    return atom.Entry(one["title"], one["summary"], here, one["updated_at"], one["published_at"])
