"""The catalog as its readers find their way in it: by its three levels, or by words."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from balcao.core.forms import worded
from balcao.core.sql import Row
from balcao.service.catalog import queries

from . import words
from .reading import language, reader, show


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What one may ask for; where nothing is offered to this reader, the way to write."""
    actor, said = reader(request), request.GET.get("q", "").strip()[:100]
    is_known = actor.person_id is not None
    otherwise = reverse("portal:ask" if is_known else "portal:visit")
    found = queries.searched(actor, said) if said else queries.items(actor)
    if not found and not said:
        return HttpResponseRedirect(otherwise)
    context = {
        "q": said,
        "areas": _shelved(found),
        "found": len(found),
        "otherwise": otherwise,
    }
    return show(request, "catalog/home.html", context)


def _shelved(found: list[Row]) -> list[dict[str, Any]]:
    """The items by area and service, as they come."""
    speaking = language()
    return [
        {
            "id": area,
            "icon": lines[0]["area_icon"],
            "name": worded(lines[0]["area"], speaking),
            "services": [
                {
                    "name": worded(own[0]["service"], speaking),
                    "items": [_line(one, speaking) for one in own],
                }
                for _service, own in _grouped(lines, "service_id")
            ],
        }
        for area, lines in _grouped(found, "area_id")
    ]


def _grouped(found: list[Row], name: str) -> list[tuple[int, list[Row]]]:
    return [(key, list(lines)) for key, lines in groupby(found, key=lambda one: int(one[name]))]


def _line(one: Row, speaking: str) -> dict[str, Any]:
    content = one["content"]
    return {
        "id": one["id"],
        "icon": one["icon"],
        "name": worded(content.names, speaking),
        "summary": worded(content.summary, speaking),
        "promise": worded(content.promise, speaking),
        "price": words.price(content.price),
        "needs_approval": one["needs_approval"],
    }
