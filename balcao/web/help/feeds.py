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
from balcao.register.access.actions import reader_of_feed, spend
from balcao.register.brand import queries as brand
from balcao.service.knowledge import queries

from ..places import place
from . import atom, marks
from .tongues import address, tongue, whole

WHAT = "help"
NEWEST = 50
TRIES, HOUR = 1200, 3600


@require_safe
def public(request: HttpRequest, language: str) -> HttpResponse:
    """What is new for everybody; the same for whoever asks."""
    mark = marks.of_stranger(request)
    if marks.is_held(request, mark):
        return marks.marked(HttpResponse(status=304), mark, is_public=True)
    made = _feed(NOBODY, language, whole(address(language, "feed")))
    return marks.marked(made, mark, is_public=True)


@require_safe
def own(request: HttpRequest, language: str, reader_key: str) -> HttpResponse:
    """What is new for whose address it is, as far as they may read it today."""
    spend("help.feed", place(request), limit=TRIES, seconds=HOUR)
    actor = reader_of_feed(WHAT, reader_key)
    mark = marks.of_feed(actor)
    if marks.is_held(request, mark):
        return marks.marked(HttpResponse(status=304), mark, is_public=False)
    made = _feed(actor, language, whole(address(language, "own_feed", reader_key)))
    made["X-Robots-Tag"] = "noindex, nofollow"
    return marks.marked(made, mark, is_public=False)


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
