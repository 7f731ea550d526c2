"""What the pages of the builder share: who writes, which inboxes there are, and the way back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise

from balcao.core.actor import Actor, Hat, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import Row
from balcao.service.bundles import queries
from balcao.service.inboxes import queries as inboxes

from .. import hats
from ..pages import tell
from ..posting import number, told

REFUSALS = (Invalid, Conflict, Forbidden)
NEW = "novo"


def writer(request: HttpRequest) -> Actor:
    """Who writes templates, somewhere; NotFound for everybody else."""
    actor = hats.person(request)
    if not queries.may_offer(actor):
        raise NotFound()
    return actor


def inboxes_of(actor: Actor) -> tuple[list[Row], list[Row]]:
    """Inboxes of the teams one may offer for, and those of all areas that colleagues may write to."""
    usable = inboxes.usable(actor.wearing(Hat.INTERNAL))
    own = [one for one in usable if actor.may(Permission.OFFER, one["team_id"])]
    hidden = [one for one in own if one["is_confidential"] and one["team_id"] not in actor.team_ids]
    return [one for one in own if one not in hidden], usable


def named(found: list[Row]) -> list[tuple[int, str]]:
    """Inboxes to choose from, each with its area."""
    return [(one["id"], f"{one['team']} · {one['name']}") for one in found]


def home(template_id: int, anchor: str = "") -> str:
    """The page of a template, or a place on it."""
    return reverse("bundle_builder:template", args=[template_id]) + anchor


def seen(request: HttpRequest) -> int | None:
    """The version that was on the page."""
    return number(request, "seen")


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


def place_asked(request: HttpRequest, keys: list[str]) -> tuple[str, int, str]:
    """What is to be moved, where to (counted from 1), and which way: by keys or by hand."""
    key, way = told(request, "field"), told(request, "way")
    if key not in keys:
        raise NotFound()
    at = keys.index(key) + 1
    steps = {"up": -1, "down": 1}
    return key, at + steps[way] if way in steps else number(request, "place") or at, way
