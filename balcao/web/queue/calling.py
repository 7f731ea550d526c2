"""One ticket's wait and the calls promised instead; and every call the teams have promised."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Invalid
from balcao.core.sql import Row
from balcao.service.tickets.queries import get
from balcao.service.tickets.rules import ENDED
from balcao.service.waiting import actions, queries

from .. import hats
from ..components.waits import read_slot, slots
from ..pages import tell
from ..shell import asked_part, show

PARTS = {"own-wait": "queue/wait_part.html", "turn": "queue/turn.html"}


@require_safe
def wait(request: HttpRequest, protocol: str) -> HttpResponse:
    """Where a ticket stands in its team's queue, how that is known, and the calls promised on it."""
    actor, found = _found(request, protocol)
    return _page(request, actor, found)


@require_POST
def call(request: HttpRequest, protocol: str) -> HttpResponse:
    """Promise a call on the client's behalf."""
    actor, found = _found(request, protocol)
    try:
        times = read_slot(request.POST.get("when", ""))
        actions.ask_callback(actor, found["id"], request.POST.get("phone", ""), *times)
    except (Invalid, Conflict) as refusal:
        return _page(request, actor, found, refusal)
    tell(request, _("The call is promised."))
    return _back(found)


@require_POST
def cancel(request: HttpRequest, protocol: str) -> HttpResponse:
    """The client no longer wants to be called."""
    actor, found = _found(request, protocol)
    try:
        actions.cancel_callback(actor, found["id"])
    except Invalid as refusal:
        return _page(request, actor, found, refusal)
    tell(request, _("The call is called off."))
    return _back(found)


@require_POST
def tried(request: HttpRequest, callback_id: int) -> HttpResponse:
    """Say how a call went."""
    actor = hats.agent(request)
    is_reached = request.POST.get("reached") == "1"
    note = request.POST.get("note", "")
    actions.tried(actor, callback_id, is_reached=is_reached, note=note)
    tell(request, _("The call is noted.") if is_reached else _("The attempt is noted."))
    then = request.POST.get("then", "")
    if not url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        then = reverse("queue:callbacks")
    return HttpResponseRedirect(then)


@require_safe
def callbacks(request: HttpRequest) -> HttpResponse:
    """The calls promised on tickets one handles, the most pressing first."""
    actor = hats.agent(request)
    told = {
        "calls": queries.callbacks(actor),
        "now": clock.now(),
        "may_answer": bool(actor.teams_where(Permission.REPLY)),
        "topics": " ".join(f"team:{team}" for team in actor.team_ids),
    }
    part = asked_part(request, {"calls": "queue/calls.html"})
    return show(request, "queue/callbacks.html", told, part=part)


def _found(request: HttpRequest, protocol: str) -> tuple[Actor, Row]:
    actor = hats.agent(request)
    return actor, get(actor, protocol, handled=True)


def _back(found: Row) -> HttpResponse:
    return HttpResponseRedirect(reverse("queue:wait", args=[found["protocol"]]))


def _page(
    request: HttpRequest, actor: Actor, found: Row, refusal: Invalid | Conflict | None = None
) -> HttpResponse:
    part = asked_part(request, PARTS) if refusal is None else None
    told: dict[str, Any] = {
        "ticket": found,
        "wait": queries.standing(actor, found),
        "calls": queries.calls(actor, found),
        "now": clock.now(),
    }
    if part is None:
        told |= {
            "times": slots(queries.call_times(actor)),
            "may_answer": actor.may_anywhere(Permission.REPLY),
            "has_ended": found["status"] in ENDED,
            "refused": str(refusal.message) if refusal else "",
            "errors": refusal.fields if isinstance(refusal, Invalid) else {},
            "phone": request.POST.get("phone", ""),
            "when": request.POST.get("when", ""),
        }
    status = refusal.status if refusal else 200
    return show(request, "queue/wait.html", told, part=part, status=status)
