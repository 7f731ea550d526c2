"""Files of orders: brought, looked through, shown line by line, imported or put aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.register.orders import actions, queries
from balcao.register.orders.rules import COLUMNS

from ..components.orders import LINES
from ..uploads import brought
from .frame import act, administrator, show, told

LISTED = 50
SHOWN = ("number", "name", "email", "phone", "document", "ordered_on", "promised_on",
         "delivered_on", "cancelled_on", "value")  # fmt: skip


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Keep a file to look it through; nothing of it is written yet."""
    actor = administrator(request)
    try:
        made = _brought(request, actor)
    except Invalid as refusal:
        messages.error(request, str(refusal.message))
        return redirect("administration:orders")
    return redirect("administration:order_file", made)


@require_safe
def one(request: HttpRequest, import_id: int) -> HttpResponse:
    """How far a file is, and line by line what will become of it, or did."""
    actor = administrator(request)
    found = queries.import_of(actor, import_id)
    state = request.GET.get("state", "")
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    lines = queries.import_lines(
        actor, import_id, state if state in LINES else "", after=start, limit=LISTED + 1
    )
    context = {
        "file": found,
        "lines": lines[:LISTED],
        "last": lines[LISTED - 1]["line"] if len(lines) > LISTED else None,
        "state": state,
        "shown": [name for name in SHOWN if name in found["columns"]["places"]],
        "columns": COLUMNS,
        "is_busy": found["state"] in ("checking", "importing"),
    }
    return show(request, "order_file", "orders", context)


@require_POST
def begin(request: HttpRequest, import_id: int) -> HttpResponse:
    """Import what was looked through."""
    actor = administrator(request)
    return act(
        request,
        lambda: actions.begin_import(actor, import_id),
        _("The orders are being imported."),
        "order_file",
        import_id,
    )


@require_POST
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Put a file aside."""
    actor = administrator(request)
    return act(
        request,
        lambda: actions.discard_import(actor, import_id),
        _("The file was put aside."),
        "orders",
    )


def _brought(request: HttpRequest, actor: Actor) -> int:
    content, name = brought(request.FILES.get("file"))
    return actions.import_orders(actor, content, name, source=told(request, "source")).pk
