from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.service.routing import actions, queries

from .. import hats
from ..components.presence import STATES, menu
from ..pages import tell
from ..shell import asked_part, show

SHOWN = 40


@require_http_methods(["GET", "POST"])
def presence(request: HttpRequest) -> HttpResponse:
    """Say whether one takes work now; the menu of every page, and a page of its own."""
    actor = hats.agent(request)
    if request.method == "POST":
        state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
        actions.set_presence(actor, state, reason)
        tell(request, _("You are now: %(state)s") % {"state": STATES[state].label})
        return HttpResponseRedirect(reverse("queue:presence"))
    told = {**menu(actor), **_colleagues(actor)}
    if told["presence"] is None:
        raise NotFound()
    part = asked_part(request, {"presence": "layouts/presence_menu.html"})
    return show(request, "queue/presence.html", told, part=part)


@require_GET
def colleagues(request: HttpRequest) -> HttpResponse:
    """Who of one's own teams is here."""
    actor = hats.agent(request)
    told = {**menu(actor), **_colleagues(actor)}
    part = asked_part(request, {"presence-colleagues": "layouts/presence_colleagues.html"})
    return show(request, "queue/colleagues.html", told, part=part)


def _colleagues(actor: Actor) -> dict[str, Any]:
    found = [line for line in queries.colleagues(actor) if line["person_id"] != actor.person_id]
    return {"colleagues": found[:SHOWN], "more_colleagues": max(0, len(found) - SHOWN)}
