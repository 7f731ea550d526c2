"""One's own feeds: every address under which somebody reads as oneself, each revoked by itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Conflict
from balcao.inside.announcements import queries as announcements
from balcao.register.access import queries as access
from balcao.register.access.actions import make_feed_address, revoke_feed_address
from balcao.service.agenda import queries as agenda

from .. import hats
from ..pages import page
from ..posting import told

_HELP = "help"
_UNKNOWN = {"name": "", "made_at": None, "read_at": None}


@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """What one's programs read, and a new address of the help centre's news, shown this once."""
    actor = hats.person(request)
    context: dict[str, Any] = {"actor": actor, "address": "", "error": ""}
    if request.method == "POST":
        try:
            secret = make_feed_address(hats.client(request), _HELP, told(request, "name"))
            context["address"] = f"{settings.BASE_URL}{reverse('help:own_feed', args=[secret])}"
        except Conflict as refusal:
            context["error"] = refusal.message
    response = page(request, "entrance/feeds.html", {**context, "feeds": _lines(actor)})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request: HttpRequest, address_id: int) -> HttpResponse:
    """One address opens nothing from now on."""
    revoke_feed_address(hats.person(request), address_id)
    messages.success(request, _("The address opens nothing any more."))
    return HttpResponseRedirect(reverse("entrance:feeds"))


def _lines(actor: Actor) -> list[dict[str, Any]]:
    """Every feed there is an address of, with what revokes it."""
    lines = [
        {
            **one,
            "of": _("Help centre"),
            "revoke": reverse("entrance:revoke_feed", args=[one["id"]]),
        }
        for one in access.feed_addresses(actor)
    ]
    if announcements.feed(actor):
        lines.append(
            {**_UNKNOWN, "of": _("Announcements"), "revoke": reverse("announcements:close_feed")}
        )
    if actor.is_agent and (own := agenda.feed(actor)):
        lines.append({**_UNKNOWN, **own, "of": _("Agenda"), "revoke": reverse("agenda:close_feed")})
    return lines
