"""The mark (ETag) of a page of status: two readers have the same one only where they get the same page."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from balcao import __version__
from balcao.core.actor import Actor
from balcao.service.status import queries

from .. import hats
from ..components import assets
from ..pages import is_fragment, is_held

# What strangers get may be kept for so long: an incident is told at once where it counts.
PUBLIC = "public, max-age=30"
PRIVATE = "private, no-cache"


def is_stranger(request: HttpRequest) -> bool:
    """True where nobody is known by the request itself: it brings no session."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def of(request: HttpRequest, actor: Actor) -> str:
    """The mark of a page as this reader gets it now; of an audience, a session and a look."""
    known = hats.actor(request)
    told: tuple[Any, ...] = (
        queries.edition(actor),
        request.get_full_path(),
        translation.get_language(),
        request.COOKIES.get("theme", ""),
        known.person_id,
        sorted(known.hats),
        sorted(known.grants),
        request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""),
        request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
        __version__,
        assets.asset("main.ts"),
    )
    return f'W/"{hashlib.blake2b(repr(told).encode(), digest_size=12).hexdigest()}"'


def is_known(request: HttpRequest, mark: str) -> bool:
    """True when the asker holds the page of this mark, and nothing new is to be told."""
    if is_fragment(request) or not is_held(request, mark):
        return False
    return is_stranger(request) or not len(messages.get_messages(request))


def marked(request: HttpRequest, response: HttpResponse, mark: str) -> HttpResponse:
    """The response with its mark, with who may keep it, and with what it depends on."""
    response["ETag"] = mark
    response["Cache-Control"] = PUBLIC if is_stranger(request) else PRIVATE
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response
