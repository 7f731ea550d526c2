"""Who asks for these pages and in which frame, and what a form of theirs says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from balcao.core.actor import Actor, Hat
from balcao.core.errors import NotFound

from .. import client_shell, hats, shell
from ..posting import number, told

DESK, PORTAL = "layouts/desk.html", "portal/shell.html"


def reader(request: HttpRequest) -> Actor:
    """Who asks: staff with all they are, a client under the hat of this session."""
    known = hats.person(request)
    return known if _is_staff(known) else hats.client(request)


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame that its reader knows: the desk's or the portal's.

    No address of it goes along in a referrer: of what somebody reads, no other page learns.
    """
    if _is_staff(hats.person(request)):
        context = {"frame": DESK, **context}
        response = shell.show(request, template, context, status=status)
    else:
        context = {"frame": PORTAL, "here": "ideas", "listening": [], **context}
        response = client_shell.show(request, template, context, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response


def required(request: HttpRequest, name: str) -> int:
    """One field of the form as a number; NotFound without one."""
    found = number(request, name)
    if found is None:
        raise NotFound()
    return found


def day(request: HttpRequest, name: str) -> date | None:
    """One field of the form as a date; None for none."""
    try:
        return date.fromisoformat(told(request, name))
    except ValueError:
        return None


def _is_staff(known: Actor) -> bool:
    return known.is_agent or (Hat.INTERNAL in known.hats and bool(known.grants))
