"""Where one stands in the queue, and how that is known."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.service.waiting import queries

from .shell import show
from .tickets import found_under_any_hat


@require_safe
def wait(request: HttpRequest, protocol: str) -> HttpResponse:
    """Place and interval of one's own ticket; on the ticket's page it asks for the line alone."""
    actor, found = found_under_any_hat(request, protocol)
    context = {"here": "tickets", "ticket": found, "wait": queries.standing(actor, found)}
    return show(request, "portal/wait.html", context, part="portal/wait_line.html")
