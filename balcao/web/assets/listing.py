from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.service.assets import queries
from balcao.service.assets.rules import COLUMNS

from .. import sheets
from ..components import owned
from ..posting import as_number
from . import words
from .asking import keeper, show

DUE_LISTED, DUE_ALONE = 10, 50
_EXPORTED = ("number", "type", "name", "state", "owner", "department", "place", "serial",
             "bought_on", "price", "supplier", "warranty_until", "notes")  # fmt: skip


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What the reader's teams keep, by number, narrowed by words, type, state and team."""
    actor = keeper(request)
    asked = filters(request)
    found, after = queries.page(actor, **asked, after=request.GET.get("after", "")[:40])
    kinds = [(one["id"], words.name_of(one["names"])) for one in queries.kinds(actor)]
    context = {
        "assets": [words.listed(one) for one in found],
        "asked": {name: value or "" for name, value in asked.items()},
        "narrowed": urlencode(said(request)),
        "following": after and f"?{urlencode({**said(request), 'after': after})}",
        "kinds": kinds,
        "state_choices": [(key, told[0]) for key, told in owned.STATES.items()],
        "team_choices": [(one["id"], one["name"]) for one in queries.teams(actor)],
    }
    return show(request, "list", "list", context)


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """What falls due, and what those who left still hold; a long list of one of them by itself."""
    actor = keeper(request)
    only = request.GET.get("only", "")
    only = only if only in queries.DUE else ""
    after, most = as_number(request.GET.get("after", "")) or 0, DUE_ALONE if only else DUE_LISTED
    found = queries.due(actor, only, after=after, limit=most + 1)
    context = {
        "due": {name: lines[:most] for name, lines in found.items()},
        "is_longer": {name: len(lines) > most for name, lines in found.items()},
        "totals": queries.counts(actor),
        "only": only,
        "following": after + most,
        "today": clock.today(),
    }
    return show(request, "due", "due", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file, which can be brought back as it is."""
    actor = keeper(request)
    heads = [COLUMNS[name] for name in _EXPORTED]
    lines = ([_cell(one, name) for name in _EXPORTED] for one in _all(actor, filters(request)))
    return sheets.sheet("ativos", heads, lines)


def filters(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for: words, type, state and team."""
    state = request.GET.get("state", "")
    return {
        "query": request.GET.get("q", "").strip()[:200],
        "type_id": as_number(request.GET.get("type", "")),
        "state": state if state in owned.STATES else "",
        "team_id": as_number(request.GET.get("team", "")),
    }


def said(request: HttpRequest) -> dict[str, str]:
    """What the address asks for, as another address may ask for it too."""
    names = ("q", "type", "state", "team")
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _all(actor: Actor, asked: dict[str, Any]) -> Iterator[Row]:
    after: str | None = ""
    while after is not None:
        found, after = queries.page(actor, **asked, after=after, limit=500)
        yield from found


def _cell(one: Row, name: str) -> Any:
    match name:
        case "type":
            return words.name_of(one["type_names"])
        case "state":
            return owned.STATES[one["state"]][0]
        case "owner":
            return one["owner_address"] or one["owner"]
        case "price":
            return None if one["price"] is None else float(one["price"])
        case _:
            return one[name]
