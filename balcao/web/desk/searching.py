from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.insights.search import queries
from balcao.service.knowledge import queries as knowledge
from balcao.service.tickets import rules

from .. import hats
from ..shell import asked_part, show

TYPED_FROM = 2
FOUND = 25
ARTICLES = 3


def search(request: HttpRequest) -> HttpResponse:
    """Tickets, people, assets, what is offered and articles that hold every word; a whole protocol leads
    straight to its ticket."""
    actor = hats.agent(request)
    query = request.GET.get("q", "")
    part = asked_part(request, {"suggested": "desk/suggested.html"})
    told: dict[str, Any] = {"query": query}
    if part:
        told["items"] = queries.suggest(actor, query) if len(query.strip()) >= TYPED_FROM else []
        return show(request, "desk/search.html", told, part=part)
    protocol = rules.read_protocol(query)
    found = queries.search(actor, query, cursor=request.GET.get("cursor", ""), limit=FOUND)
    if protocol and any(item.get("protocol") == protocol for item in found.items):
        return HttpResponseRedirect(reverse("desk:ticket", args=[protocol]))
    told |= {
        "found": found,
        "articles": [] if request.GET.get("cursor") else _articles(actor, query),
        "next": f"?{urlencode({'q': query, 'cursor': found.next})}" if found.next else "",
    }
    return show(request, "desk/search.html", told)


def _articles(actor: Actor, query: str) -> list[Row]:
    """A few articles; what is searched for here may be a person, and so is not counted."""
    return knowledge.search(actor, query, limit=ARTICLES, is_noted=False, needs_all=True)
