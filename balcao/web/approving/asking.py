"""Who asks for these pages and in which frame: staff at the desk, colleagues in the portal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from balcao.core.actor import Actor, Hat
from balcao.core.errors import NotFound

from .. import client_shell, hats, shell
from ..posting import told

DESK, PORTAL = "layouts/desk.html", "portal/shell.html"


def reader(request: HttpRequest) -> Actor:
    """Who asks, of those who work here; NotFound for anybody else: approving is an act inside."""
    known = hats.person(request)
    if not _is_staff(known):
        known = hats.client(request)
    if not known.hats & {Hat.AGENT, Hat.INTERNAL}:
        raise NotFound()
    return known


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame that its reader knows: the desk's or the portal's."""
    if _is_staff(hats.person(request)):
        context = {"frame": DESK, **context}
        response = shell.show(request, template, context, status=status)
    else:
        context = {"frame": PORTAL, "here": "approvals", "serving": [], **context}
        response = client_shell.show(request, template, context, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response


def day(request: HttpRequest, name: str) -> date | None:
    """One field of the form as a date; None for none."""
    try:
        return date.fromisoformat(told(request, name))
    except ValueError:
        return None


def _is_staff(known: Actor) -> bool:
    return known.is_agent or (Hat.INTERNAL in known.hats and bool(known.grants))
