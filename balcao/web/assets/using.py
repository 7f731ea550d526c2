"""What one uses oneself, and what a label leads to."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from balcao.service.assets import queries

from .. import client_shell, hats
from ..components import owned
from . import words

MINE = 24


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The things of the company that one uses."""
    actor = hats.client(request)
    used = queries.mine(actor, after=request.GET.get("after", "")[:40], limit=MINE + 1)
    context = {
        "here": "mine",
        "used": [words.listed(one) for one in used[:MINE]],
        "following": f"?{urlencode({'after': used[MINE - 1]['number']})}" if used[MINE:] else "",
        "states": owned.STATES,
    }
    return client_shell.show(request, "assets/mine.html", context)


@require_safe
def scanned(request: HttpRequest, number: str) -> HttpResponse:
    """Where a label leads: its keepers to its sheet, who uses it to what helps them, everybody else to
    asking, which says nothing of whether there is such a thing."""
    actor = hats.actor(request)
    is_kept, used = queries.scanned(actor, number)
    if is_kept:
        return HttpResponseRedirect(reverse("assets:sheet", args=[number.upper()]))
    context = {
        "here": "scanned",
        "number": number.upper()[:40],
        "used": words.listed(used) if used else None,
        "states": owned.STATES,
    }
    return client_shell.show(request, "assets/scanned.html", context)
