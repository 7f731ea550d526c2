"""Orders: what was bought, when it was promised and when it came; files of them come in here."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.register.orders import queries

from .frame import administrator, show


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every order, newest first, or those of one number or customer; and the last files."""
    actor = administrator(request)
    query = request.GET.get("q", "").strip()
    found, following = queries.page(actor, query, cursor=request.GET.get("cursor", ""))
    context = {
        "orders": found,
        "asked": query,
        "following": f"?{urlencode({'q': query, 'cursor': following})}" if following else "",
        "imports": queries.imports(actor),
    }
    return show(request, "orders", "orders", context)
