"""What else is worth reading beside an article, chosen by its writers from what they read themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.core.sql import Row
from balcao.service.knowledge import actions, queries

from ..components import audience
from ..pages import is_fragment, tell
from ..posting import number
from .asking import show, writer

FOUND = 8
WORDS_MOST = 120


@require_http_methods(["GET", "POST"])
def related(request: HttpRequest, article_id: int) -> HttpResponse:
    """What is named beside an article, and a search to name more."""
    actor = writer(request)
    article = queries.draft(actor, article_id)
    if request.method == "POST":
        _change(request, actor, article_id)
        if not is_fragment(request):
            return HttpResponseRedirect(_address(article_id, _asked(request)))
        article = queries.draft(actor, article_id)
    told = {"article": article, **context(actor, article, _asked(request))}
    told["related_changed"] = request.method == "POST"
    part = "knowledge/related_part.html" if is_fragment(request) else None
    return show(request, "knowledge/related.html", told, part=part)


def context(actor: Actor, article: Row, asked: str = "") -> dict[str, Any]:
    """What the part on related articles shows: those named, and what was found with these words."""
    named = {article["id"], *(one["id"] for one in article["related"])}
    found = queries.search(actor, asked, limit=FOUND, where="desk", is_noted=False) if asked else []
    tell_audience = audience.teller(actor)
    return {
        "related": [
            {**one, "for_whom": tell_audience(one["audience"])} for one in article["related"]
        ],
        "related_asked": asked,
        "related_changed": False,
        "related_found": [one for one in found if one["id"] not in named],
        "may_relate": article["state"] != "published" or article["may_publish"],
    }


def _change(request: HttpRequest, actor: Actor, article_id: int) -> None:
    added, removed = number(request, "add"), number(request, "remove")
    try:
        if added is not None:
            actions.relate(actor, article_id, added)
            tell(request, _("Added: whoever may read it is shown it here."))
        elif removed is not None:
            actions.unrelate(actor, article_id, removed)
            tell(request, _("Removed: it is not shown here any more."))
    except (Invalid, Conflict, Forbidden) as refusal:
        messages.error(request, str(refusal.message))


def _asked(request: HttpRequest) -> str:
    told = request.POST if request.method == "POST" else request.GET
    return told.get("q", "").strip()[:WORDS_MOST]


def _address(article_id: int, asked: str) -> str:
    here = reverse("knowledge:related", args=[article_id])
    return f"{here}?{urlencode({'q': asked})}" if asked else here
