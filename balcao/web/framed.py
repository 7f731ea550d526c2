"""Pages that both sides of the counter read, each in the frame that its reader knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from . import client_shell, hats, shell

DESK, PORTAL = "layouts/desk.html", "portal/shell.html"


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    here: str,
    status: int = 200,
    at_desk: bool | None = None,
) -> HttpResponse:
    """The page in the desk's frame for staff, else in the portal's, where `here` says which place it is.

    `at_desk` says it for a room that counts others among its staff. No address of a page goes along
    in a referrer: of what somebody reads, no other site learns.
    """
    if hats.is_staff(hats.actor(request)) if at_desk is None else at_desk:
        response = shell.show(request, template, {"frame": DESK, **context}, status=status)
    else:
        portal = {"frame": PORTAL, "here": here, "serving": [], "listening": []}
        response = client_shell.show(request, template, {**portal, **context}, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response
