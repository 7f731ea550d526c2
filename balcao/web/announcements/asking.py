"""Who asks for these pages, and in which frame they are shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from balcao.core.actor import Actor

from .. import framed, hats


def signed_in(request: HttpRequest) -> Actor:
    """Who reads, for what they do under their name; SignInNeeded for whoever isn't known."""
    hats.person(request)
    return hats.reader(request)


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame that its reader knows: the desk's or the portal's."""
    return framed.show(request, template, context, here="announcements", status=status)
