"""What is new in the help centre, for programs that read feeds: what everybody may read, and what one
reader may, by a signed address that needs no sign-in, says titles and summaries alone, and ends."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.core.actor import NOBODY, Actor, Hat
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.register.access.actions import spend
from balcao.register.access.actors import Level, actor_of
from balcao.register.brand import queries as brand
from balcao.service.knowledge import queries

from ..places import place
from . import atom, marks
from .tongues import address, tongue, whole

SALT = "balcao.help.feed"
LASTS = timedelta(days=180)
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
    """What is new for whom the address was signed, as far as they may read it today."""
    spend("help.feed", place(request), limit=TRIES, seconds=HOUR)
    actor = _reader(reader_key)
    mark = marks.of_feed(actor)
    if marks.is_held(request, mark):
        return marks.marked(HttpResponse(status=304), mark, is_public=False)
    made = _feed(actor, language, whole(address(language, "own_feed", reader_key)))
    made["X-Robots-Tag"] = "noindex, nofollow"
    return marks.marked(made, mark, is_public=False)


def own_address(actor: Actor, language: str) -> str:
    """The address under which this reader's own feed is read, for half a year; empty for nobody."""
    if actor.person_id is None:
        return ""
    hat = Hat.INTERNAL if Hat.INTERNAL in actor.hats else Hat.EXTERNAL
    return address(language, "own_feed", key_of(actor.person_id, hat))


def key_of(person_id: int, hat: Hat) -> str:
    """What stands in the address: who reads under which hat, and since when; nobody makes one up."""
    return _signer().sign(f"{person_id}-{hat}")


def _reader(key: str) -> Actor:
    """For whom the key was made, under that hat, with what is theirs today."""
    try:
        person, _dash, hat = _signer().unsign(key, max_age=LASTS).partition("-")
        actor = actor_of(int(person), Level.STRONG).wearing(Hat(hat))
    except (signing.BadSignature, ValueError):
        raise NotFound() from None
    if not actor.hats:
        raise NotFound()
    return actor


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


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT, sep=".")
