from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.forms import parsed, shown_value, typed, worded
from balcao.core.sql import Row
from balcao.service.assets import actions, queries
from balcao.service.assets.rules import COLUMNS

from ..components import owned
from ..pages import tell
from ..posting import as_number, number, told
from .asking import amount, day, keeper, show

_WORDS = ("name", "state", "owner", "department", "place", "serial", "supplier", "notes")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write an asset down; its type, chosen first, says which fields it has."""
    actor = keeper(request)
    teams = queries.teams(actor)
    if not teams:
        raise Forbidden()
    chosen = as_number(request.GET.get("type", "") or told(request, "type"))
    if chosen is None:
        kinds = [one for one in queries.kinds(actor) if not one["is_retired"]]
        return show(request, "choose", "list", {"kinds": kinds})
    kind = queries.kind(actor, chosen)
    if request.method == "GET":
        return _form(request, actor, kind, None)
    try:
        made = actions.add_asset(
            actor,
            number(request, "team") or 0,
            _told(request, kind),
            number=told(request, "number"),
            own=typed(parsed(kind["fields"]), request.POST.getlist),
        )
    except NotFound:
        return _form(request, actor, kind, None, refused=Invalid(_("Choose a team.")))
    except (Invalid, Conflict, Forbidden) as refusal:
        return _form(request, actor, kind, None, refused=refusal)
    tell(request, _("Written down."))
    return HttpResponseRedirect(reverse("assets:sheet", args=[made.number]))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is known of an asset."""
    actor = keeper(request)
    found = queries.asset(actor, number)
    if not found["may_write"]:
        raise Forbidden()
    kind = queries.kind(actor, found["type_id"])
    if request.method == "GET":
        return _form(request, actor, kind, found)
    try:
        actions.change_asset(
            actor,
            found["id"],
            _told(request, kind),
            own=typed(parsed(kind["fields"]), request.POST.getlist),
            version=as_number(told(request, "version")),
        )
    except (Invalid, Conflict, Forbidden) as refusal:
        return _form(request, actor, kind, found, refused=refusal)
    tell(request, _("Saved."))
    return HttpResponseRedirect(reverse("assets:sheet", args=[found["number"]]))


def _told(request: HttpRequest, kind: Row) -> dict[str, Any]:
    return {
        **{name: told(request, name) for name in _WORDS},
        "type_id": kind["id"],
        "bought_on": day(request, "bought_on"),
        "warranty_until": day(request, "warranty_until"),
        "price": amount(request, "price"),
    }


def _form(
    request: HttpRequest,
    actor: Actor,
    kind: Row,
    found: Row | None,
    *,
    refused: Invalid | Conflict | Forbidden | None = None,
) -> HttpResponse:
    fields = parsed(kind["fields"])
    given: Any = request.POST if request.method == "POST" else _given(found, fields)
    context = {
        "kind": kind,
        "thing": found,
        "fields": fields,
        "option_name": lambda option: worded(option.labels, get_language() or "pt-br"),
        "labels": COLUMNS,
        "given": given,
        "ticked": {
            field.key: request.POST.getlist(field.key)
            if request.method == "POST"
            else (found or {"values": {}})["values"].get(field.key, [])
            for field in fields
        },
        "state_choices": [(key, told[0]) for key, told in owned.STATES.items()],
        "team_choices": [(one["id"], one["name"]) for one in queries.teams(actor)],
        "suppliers": queries.suggestions(actor, "suppliers"),
        "departments": queries.suggestions(actor, "departments"),
        "refused": str(refused.message) if refused else "",
        "errors": getattr(refused, "fields", {}),
    }
    return show(request, "write", "list", context, status=refused.status if refused else 200)


def _given(found: Row | None, fields: Any) -> dict[str, Any]:
    if found is None:
        return {"state": "in_use"}
    language = get_language() or "pt-br"
    values = {
        field.key: shown_value(field, found["values"].get(field.key), language) for field in fields
    }
    price = found["price"]
    shown = (
        "" if price is None else f"{price:.2f}".replace(".", "," if language == "pt-br" else ".")
    )
    return {**values, **found, "owner": found["owner_address"] or "", "price": shown}
