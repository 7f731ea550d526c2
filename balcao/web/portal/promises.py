"""What is promised: on one's own ticket, in words to its client; and in public, with how it was kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core.actor import NOBODY, Actor
from balcao.service.sla import queries

from .. import hats
from ..components import promises
from .shell import show
from .tickets import found_under_any_hat


@require_safe
def explained(request: HttpRequest, protocol: str) -> HttpResponse:
    """Each promise on one's own ticket, with every stretch of its clock."""
    actor, found = found_under_any_hat(request, protocol)
    told = queries.explained(actor, found)
    context = {
        "here": "tickets",
        "ticket": found,
        "promises": promises.lined(told, request.GET.get("every", "")),
    }
    return show(request, "portal/promised.html", context)


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """What the company promises, and how often it kept it: to everybody what it promises clients,

    to who works here also what departments promise each other.
    """
    found = queries.public_promises(_reader(request))
    context = {
        "here": "promises",
        "sides": [
            (side, [line for line in found if line["side"] == side])
            for side in ("external", "internal")
        ],
        "any_promise": bool(found),
        "days": queries.PUBLISHED.days,
        "fewest": queries.FEWEST,
    }
    return show(request, "portal/promises.html", context)


def _reader(request: HttpRequest) -> Actor:
    known = hats.actor(request)
    return known.wearing(hats.chosen_hat(request, known)) if known.hats else NOBODY
