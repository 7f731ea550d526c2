"""Who asks for these pages and in which frame: staff at the desk, colleagues in the portal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from balcao.core.actor import Actor, Hat
from balcao.core.errors import NotFound

from .. import framed, hats


def reader(request: HttpRequest) -> Actor:
    """Who asks, of those who work here; NotFound for anybody else: approving is an act inside."""
    known = hats.person(request)
    if not hats.is_staff(known):
        known = hats.client(request)
    if not known.hats & {Hat.AGENT, Hat.INTERNAL}:
        raise NotFound()
    return known


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame that its reader knows: the desk's or the portal's."""
    return framed.show(request, template, context, here="approvals", status=status)
