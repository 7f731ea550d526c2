"""The mark (ETag) of a page: two readers have the same one only where they get the same page.

It is made of what PostgreSQL says now, never of what a process remembers: the edition of all that
the words of this reader's audiences open, the look of the company, the day, and who is reading.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse

from balcao import __version__
from balcao.core import clock
from balcao.core.actor import NOBODY, Actor
from balcao.core.sql import Row
from balcao.register.brand import queries as brand
from balcao.service.knowledge import queries as knowledge

from .. import hats
from ..components import assets
from ..pages import is_held

# A stranger's page may be kept by anybody for a minute: so long a withdrawn article may still be read.
PUBLIC = "public, max-age=60, stale-if-error=86400"
PRIVATE = "private, no-cache"
_THEMES = ("light", "dark")
_COOKIES_OF_SOMEBODY = frozenset({settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name})
_MARK, _LOOK = "_help_mark", "_help_look"


def is_stranger(request: HttpRequest) -> bool:
    """True where nobody is known by the request itself: no session, and nothing still to be told."""
    return _COOKIES_OF_SOMEBODY.isdisjoint(request.COOKIES)


def of_stranger(request: HttpRequest) -> str:
    """The mark of every page as strangers get it now; two short statements a request."""
    known: str | None = getattr(request, _MARK, None)
    if known is None:
        known = _mark(theme(request), knowledge.edition(NOBODY), look(request))
        setattr(request, _MARK, known)
    return known


def look(request: HttpRequest) -> Row:
    """How the company looks, asked for once a request."""
    known: Row | None = getattr(request, _LOOK, None)
    if known is None:
        known = brand.look(NOBODY)
        setattr(request, _LOOK, known)
    return known


def of_reader(request: HttpRequest, actor: Actor) -> str:
    """The mark of every page as this reader gets it now, in this session and under this hat."""
    known = hats.actor(request)
    told = (
        known.person_id,
        sorted(known.hats),
        sorted(known.teams.items()),
        sorted(known.grants),
        sorted(actor.hats),
        sorted(actor.kinds),
        request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
        request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""),
    )
    return _mark(theme(request), knowledge.edition(actor), look(request), *told)


def of_feed(actor: Actor) -> str:
    """The mark of what a feed tells this reader, whoever brings its address."""
    return _mark(actor.person_id, sorted(actor.hats), knowledge.edition(actor), brand.look(NOBODY))


def is_known(request: HttpRequest, mark: str) -> bool:
    """True when the asker holds the page of this mark already, and nothing new is to be told."""
    if not is_held(request, mark):
        return False
    return is_stranger(request) or not len(messages.get_messages(request))


def marked(response: HttpResponse, mark: str, *, is_public: bool) -> HttpResponse:
    """The response with its mark, and with who may keep it."""
    response["ETag"] = mark
    response["Cache-Control"] = PUBLIC if is_public else PRIVATE
    return response


def theme(request: HttpRequest) -> str:
    """Light or dark where that was chosen; empty for as the device is."""
    told = request.COOKIES.get("theme", "")
    return told if told in _THEMES else ""


def _mark(*told: Any) -> str:
    parts = repr((_build(), clock.today().isoformat(), *map(_plain, told)))
    return f'W/"{hashlib.blake2b(parts.encode(), digest_size=12).hexdigest()}"'


def _plain(told: Any) -> Any:
    return sorted(told.items()) if isinstance(told, dict) else told


@cache
def _build() -> str:
    """What was built: another version of the pages or their styles is another page."""
    return f"{__version__} {assets.asset('main.ts')} {assets.stylesheets('help.ts')}"
