"""The first page, for clients of each side and for whoever just came in from the street."""

from __future__ import annotations

import json
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import SYSTEM, Actor, Permission
from balcao.core.sql import Row
from balcao.listening.asking import queries as asking
from balcao.listening.ideas import queries as ideas
from balcao.register.access import queries as access
from balcao.service.inboxes import queries as inboxes
from balcao.service.tickets import queries as tickets

from .. import hats
from ..components.announced import band
from ..places import is_here
from .shell import show

LATEST = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What do you need? For whoever isn't signed in, the ways in."""
    known = hats.actor(request)
    if not known.hats:
        return _street(request)
    actor = hats.client(request)
    latest, _more = tickets.visible(actor, only_asked=True, limit=LATEST)
    has_boards, idea_news = ideas.glance(actor)
    context = {
        "here": "home",
        "latest": latest,
        "has_boards": has_boards,
        "idea_news": idea_news,
        "asked": _asked(actor),
        "announced": band(actor),
        "inboxes": inboxes.usable(actor),
        "topic": f"person:{actor.person_id}",
        "shows_outbox": settings.IS_DEMO and known.may(Permission.ADMINISTER),
    }
    return show(request, "portal/home.html", context, part="portal/latest.html")


@require_POST
def change_side(request: HttpRequest) -> HttpResponse:
    """Put on the other client hat, where both are open."""
    hats.choose_hat(request, request.POST.get("side", ""))
    return HttpResponseRedirect(reverse("portal:home"))


def _asked(actor: Actor) -> list[Row]:
    """What one was asked and can still answer, the address of its page with it."""
    found = asking.pending(actor)
    for one in found:
        one["href"] = reverse("answering:respond", args=[one.pop("token")]) + "?via=portal"
        one["last_at"] = one["closes_at"] - timedelta(seconds=1)  # midnight is of the day before
    return found


def _street(request: HttpRequest) -> HttpResponse:
    if not access.has_administrator(SYSTEM):
        return HttpResponseRedirect(reverse("entrance:founding"))
    context = {"here": "home", "is_demo": settings.IS_DEMO, "cast": _cast(request)}
    return show(request, "portal/street.html", context)


def _cast(request: HttpRequest) -> list[str]:
    """Addresses to sign in with, in a demo and on its own machine."""
    if not (settings.IS_DEMO and is_here(request)):
        return []
    told = json.loads((settings.DATA / "demo.json").read_text())
    return list(told.get("people", {}))
