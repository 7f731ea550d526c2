"""Who asks for these pages and in which frame, and what a form of theirs says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from balcao.core.actor import Actor
from balcao.core.errors import NotFound

from .. import framed, hats
from ..posting import number


def reader(request: HttpRequest) -> Actor:
    """Who asks: staff with all they are, a client under the hat of this session."""
    known = hats.person(request)
    return known if hats.is_staff(known) else hats.client(request)


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame that its reader knows: the desk's or the portal's."""
    return framed.show(request, template, context, here="ideas", status=status)


def required(request: HttpRequest, name: str) -> int:
    """One field of the form as a number; NotFound without one."""
    found = number(request, name)
    if found is None:
        raise NotFound()
    return found
