from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid
from balcao.core.sql import Row
from balcao.listening.surveys import actions, queries
from balcao.listening.surveys.rules import Refused

from ..pages import tell
from ..shell import asked_part, show
from . import words
from .asking import asker

MOST_BYTES = 1_000_001


@require_http_methods(["GET", "POST"])
def library(request: HttpRequest) -> HttpResponse:
    """The items that may be asked, found by word; taken into a survey, or brought in by file."""
    actor = asker(request)
    refused, refusal = [], None
    if request.method == "POST":
        try:
            refused = _import(request, actor)
        except Invalid as found:
            refusal = found
    query = request.GET.get("q", "").strip()[:100]
    context = {
        "themes": themes(actor, query),
        "query": query,
        "survey": _survey(request, actor),
        "may_import": actor.may(Permission.ASK),
        "refused_lines": refused,
        "refused": str(refusal.message) if refusal else "",
        "here": reverse("surveys:library"),
    }
    part = asked_part(request, {"items": "surveys/items.html"})
    return show(request, "surveys/library.html", context, part=part, status=422 if refusal else 200)


def themes(actor: Actor, query: str) -> list[tuple[Any, list[Row]]]:
    """The items by theme, each with its words in both languages."""
    found = groupby(queries.items(actor, query), key=lambda item: item["theme"])
    return [(words.THEMES[theme], [_drawn(item) for item in items]) for theme, items in found]


def _drawn(item: Row) -> Row:
    labels = [words.spoken(one) for one in item["options"].get("labels", ())]
    named = [words.spoken(one["words"]) for one in item["options"].get("choices", ())]
    return {
        **item,
        "kind_words": words.KINDS[item["kind"]],
        "answers": " · ".join([*labels, *named]),
    }


def _survey(request: HttpRequest, actor: Actor) -> Row | None:
    told = request.GET.get("survey", "")
    if not (told.isascii() and told.isdigit() and len(told) < 19):
        return None
    return queries.survey(actor, int(told))


def _import(request: HttpRequest, actor: Actor) -> list[Refused]:
    file = request.FILES.get("file")
    kept, refused = actions.import_items(actor, file.read(MOST_BYTES) if file else b"")
    told = ngettext("%(n)s item was kept.", "%(n)s items were kept.", len(kept))
    tell(request, told % {"n": len(kept)})
    return refused
