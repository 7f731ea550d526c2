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

from ..posting import as_number
from . import words
from .reading import language, reader, show

AT_ONCE = 60  # more than these are found by area, or by words


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What one may ask for, where it is much by area; where nothing is offered to this reader, the way
    to write."""
    actor, said = reader(request), request.GET.get("q", "").strip()[:100]
    area = as_number(request.GET.get("area", "")) if not said else None
    is_known = actor.person_id is not None
    otherwise = reverse("portal:ask" if is_known else "portal:visit")
    if said:
        found = queries.searched(actor, said)
    elif area is not None:
        found = queries.items(actor, area_id=area)
    else:
        found = queries.items(actor, most=AT_ONCE + 1)
    if not found and not said:
        return HttpResponseRedirect(reverse("catalog:home") if area is not None else otherwise)
    is_much = not said and area is None and len(found) > AT_ONCE
    context = {
        "q": said,
        "areas": [] if is_much else _shelved(found),
        "outline": _outlined(queries.outline(actor)) if is_much else [],
        "found": len(found),
        "is_part": bool(said) or area is not None,
        "is_area": area is not None,
        "otherwise": otherwise,
    }
    return show(request, "catalog/home.html", context)


def _outlined(found: list[Row]) -> list[dict[str, Any]]:
    """Areas with their services and how much each holds, as they come."""
    speaking = language()
    return [
        {
            "id": area,
            "icon": lines[0]["area_icon"],
            "name": worded(lines[0]["area"], speaking),
            "items": sum(one["items"] for one in lines),
            "services": [
                (one["service_id"], worded(one["service"], speaking), one["items"]) for one in lines
            ],
        }
        for area, lines in _grouped(found, "area_id")
    ]


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
                    "id": service,
                    "name": worded(own[0]["service"], speaking),
                    "items": [_line(one, speaking) for one in own],
                }
                for service, own in _grouped(lines, "service_id")
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
