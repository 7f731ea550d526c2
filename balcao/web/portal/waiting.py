"""Where one stands in the queue and how that is known; a person, or a call, instead of waiting."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid
from balcao.core.sql import Row
from balcao.register.access.actions import spend
from balcao.service.tickets.actions import ask_for_human
from balcao.service.tickets.rules import ENDED
from balcao.service.waiting import actions, queries

from ..components.waits import read_slot, slots
from ..pages import tell
from ..shell import asked_part
from .shell import show
from .tickets import found_under_any_hat

ASKED_AN_HOUR = 20
PARTS = {"wait": "portal/wait_line.html", "turn": "portal/turn.html"}


@require_safe
def wait(request: HttpRequest, protocol: str) -> HttpResponse:
    """Place and interval of one's own ticket; on the ticket's page it asks for the line alone."""
    actor, found = found_under_any_hat(request, protocol)
    return _page(request, actor, found)


@require_POST
def human(request: HttpRequest, protocol: str) -> HttpResponse:
    """Ask for a person, with or without an account."""
    actor, found = found_under_any_hat(request, protocol)
    ask_for_human(actor, found["id"])
    tell(request, _("A person will answer you."))
    return HttpResponseRedirect(reverse("portal:ticket", args=[found["protocol"]]))


@require_POST
def call(request: HttpRequest, protocol: str) -> HttpResponse:
    """Ask to be called at a time we are open."""
    actor, found = found_under_any_hat(request, protocol)
    spend("portal_call", str(actor.person_id), limit=ASKED_AN_HOUR, seconds=3600)
    try:
        times = read_slot(request.POST.get("when", ""))
        actions.ask_callback(actor, found["id"], request.POST.get("phone", ""), *times)
    except (Invalid, Conflict) as refusal:
        return _page(request, actor, found, refusal)
    tell(request, _("We will call you."))
    return HttpResponseRedirect(reverse("portal:ticket", args=[found["protocol"]]))


@require_POST
def cancel_call(request: HttpRequest, protocol: str) -> HttpResponse:
    """No longer want to be called."""
    actor, found = found_under_any_hat(request, protocol)
    try:
        actions.cancel_callback(actor, found["id"])
    except Invalid as refusal:
        return _page(request, actor, found, refusal)
    tell(request, _("We won't call you."))
    return HttpResponseRedirect(reverse("portal:ticket", args=[found["protocol"]]))


def _page(
    request: HttpRequest, actor: Actor, found: Row, refusal: Invalid | Conflict | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "here": "tickets",
        "ticket": found,
        "wait": queries.standing(actor, found),
        "calls": queries.calls(actor, found),
    }
    part = None if refusal else asked_part(request, PARTS)
    if part is None:
        context |= {
            "times": slots(queries.call_times(actor)),
            "has_ended": found["status"] in ENDED,
            "refused": str(refusal.message) if refusal else "",
            "errors": refusal.fields if isinstance(refusal, Invalid) else {},
            "phone": request.POST.get("phone", ""),
            "when": request.POST.get("when", ""),
        }
    status = refusal.status if refusal else 200
    return show(request, "portal/wait.html", context, part=part, status=status)
