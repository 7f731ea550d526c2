"""You said, we did: what was done about what one was asked, with how the score went."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.listening.loop import queries

from .. import hats
from ..components.kept import shown
from .shell import show


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What one was told under this hat, the latest first."""
    actor = hats.client(request)
    before = request.GET.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < 19
    found, following = queries.told_to(actor, before=int(before) if is_number else None)
    context = {"here": "told", "told": [shown(one) for one in found], "following": following}
    return show(request, "portal/told.html", context)
