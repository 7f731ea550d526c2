"""What the pages of the builder share: who writes, what a form says, and doing what it asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.service.catalog import queries

from .. import hats
from ..pages import tell

REFUSALS = (Invalid, Conflict, Forbidden)


def writer(request: HttpRequest) -> Actor:
    """Who offers something, somewhere; NotFound for everybody else."""
    actor = hats.person(request)
    if not queries.may_offer(actor):
        raise NotFound()
    return actor


def done(
    request: HttpRequest, doing: Callable[[], object], said: str | Promise, to: str
) -> HttpResponse:
    """Do one thing, say what was done or why not, and go on."""
    try:
        doing()
    except REFUSALS as refusal:
        messages.error(request, str(refusal.message))
    else:
        tell(request, said)
    return HttpResponseRedirect(to)


def wrong(refusal: Any) -> dict[str, Any]:
    """What a form says of a refusal."""
    return {"refused": str(refusal.message), "errors": getattr(refusal, "fields", {})}
