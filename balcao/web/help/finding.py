"""Searching the help centre: what is found, or where to go when nothing is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core.actor import Actor
from balcao.service.knowledge import queries

from .reading import reader, show, unmarked
from .tongues import TONGUES, address

FOUND = 20
WORDS_MOST = 200


@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    """Articles with these words, best first; the search is counted, by nobody."""
    actor = reader(request)
    return unmarked(language, lambda: _found(request, actor, language))


def _found(request: HttpRequest, actor: Actor, language: str) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:WORDS_MOST]
    is_look = request.method == "GET"
    found = (
        queries.search(actor, words, limit=FOUND, language=language, is_noted=is_look)
        if words
        else []
    )
    context = {
        "words": words,
        "found": found,
        "is_full": len(found) == FOUND,
        "topics": [] if found else queries.categories(actor, language),
        "others": [(one, address(one.code, "search")) for one in TONGUES if one.code != language],
    }
    return show(request, language, "help/search.html", context, {})
