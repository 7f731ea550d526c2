from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from balcao.insights.search import queries
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
    cursor = request.GET.get("cursor", "")
    found = queries.search(actor, query, cursor=cursor, limit=FOUND, articles=ARTICLES)
    if protocol and any(item.get("protocol") == protocol for item in found.items):
        return HttpResponseRedirect(reverse("desk:ticket", args=[protocol]))
    told |= {
        "found": found,
        "next": f"?{urlencode({'q': query, 'cursor': found.next})}" if found.next else "",
    }
    return show(request, "desk/search.html", told)
