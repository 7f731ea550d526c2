"""Who reads the help centre, in which language, and in which frame a page of it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from balcao.core.actor import NOBODY, Actor

from .. import company, hats, pages
from ..client_shell import frame
from . import marks, pieces
from .tongues import TONGUES, address, tongue, whole

View = Callable[[], HttpResponse]


def reader(request: HttpRequest) -> Actor:
    """Who reads: a client under the hat of this session, nobody where nobody signed in."""
    known = hats.actor(request)
    return hats.client(request) if known.person_id is not None and known.hats else NOBODY


def marked(request: HttpRequest, language: str, actor: Actor, drawn: View) -> HttpResponse:
    """The page in the language of its address, drawn only where the asker's own copy is not it."""
    is_public = marks.is_stranger(request)
    mark = marks.of_stranger(request) if is_public else marks.of_reader(request, actor)
    if marks.is_known(request, mark):
        return marks.marked(HttpResponse(status=304), mark, is_public=is_public)
    with translation.override(tongue(language).code):
        response = drawn()
    if response.status_code != 200:
        return response
    return marks.marked(response, mark, is_public=is_public)


def unmarked(language: str, drawn: View) -> HttpResponse:
    """A page that nobody keeps, in the language of its address."""
    with translation.override(tongue(language).code):
        return drawn()


def show(
    request: HttpRequest,
    language: str,
    template: str,
    context: dict[str, Any],
    ways: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of the help centre; `ways` are its paths by language, where it exists in each."""
    look = marks.look(request)
    company.is_called(request, look["name"])
    here = ways.get(language, "")
    told = {
        "here": "help",
        "company": look["name"],
        "look": look,
        "tongue": tongue(language),
        "at": partial(address, language),
        "canonical": whole(here) if here else "",
        "alternates": [
            (one.tag, whole(ways[one.code]))
            for one in TONGUES
            if len(ways) > 1 and one.code in ways
        ],
        "others": [
            (one, ways.get(one.code) or address(one.code, "home"))
            for one in TONGUES
            if one.code != language
        ],
        "is_found": bool(here) and marks.is_stranger(request),
        "logo_whole": whole(reverse("help:logo")),
        "kept": pieces.keeper(request, language, look),
        "structured": "",
        "about": "",
    }
    page = pages.page(request, template, {**frame(request), **told, **context}, status=status)
    page["Content-Language"] = tongue(language).code
    return page
