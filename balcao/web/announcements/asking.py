"""Who asks for these pages, and in which frame they are shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from balcao.core.actor import Actor, Hat

from .. import client_shell, hats, shell

DESK, PORTAL = "layouts/desk.html", "portal/shell.html"


def reader(request: HttpRequest) -> Actor:
    """Who asks: staff with all they are, a client under the hat of this session, or nobody known."""
    known = hats.actor(request)
    if not known.hats or _is_staff(known):
        return known
    return hats.client(request)


def signed_in(request: HttpRequest) -> Actor:
    """The same, for what somebody does under their name; SignInNeeded for whoever isn't known."""
    hats.person(request)
    return reader(request)


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame that its reader knows: the desk's or the portal's."""
    if _is_staff(hats.actor(request)):
        context = {"frame": DESK, **context}
        return shell.show(request, template, context, status=status)
    context = {"frame": PORTAL, "here": "announcements", "serving": [], **context}
    return client_shell.show(request, template, context, status=status)


def _is_staff(known: Actor) -> bool:
    return known.is_agent or (Hat.INTERNAL in known.hats and bool(known.grants))
