"""What the pages of the builder share: who writes, which inboxes there are, and how a part
of a template is saved, moved and told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.core.actor import Actor, Hat, Permission
from balcao.core.errors import NotFound, Refusal
from balcao.core.sql import Row
from balcao.service.bundles import queries
from balcao.service.inboxes import queries as inboxes

from .. import hats
from ..pages import tell
from ..posting import REFUSALS, act, number, place_asked, wrong
from ..shell import show

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


def saved(
    request: HttpRequest,
    template_id: int,
    anchor: str,
    saving: Callable[[], str],
    again: Callable[[Refusal], HttpResponse],
) -> HttpResponse:
    """Save a part and go back to it on the page of its template; its form again where it is refused."""
    try:
        key = saving()
    except REFUSALS as refusal:
        return again(refusal)
    tell(request, _("Saved."))
    return HttpResponseRedirect(home(template_id, f"#{anchor}-{key}"))


def written(
    request: HttpRequest, template: str, context: dict[str, Any], refusal: Refusal | None
) -> HttpResponse:
    """The form of a part, as it stands or with what was refused."""
    told = wrong(refusal) if refusal else {"refused": "", "errors": {}}
    return show(request, template, {**context, **told}, status=refusal.status if refusal else 200)


def moved(
    request: HttpRequest,
    template_id: int,
    anchor: str,
    parts: Sequence[Row],
    moving: Callable[..., None],
) -> HttpResponse:
    """Put one of these parts in another place: by hand to where it was dropped, by keys up or down."""
    key, place, way = place_asked(request, [one["key"] for one in parts])
    doing = partial(moving, writer(request), template_id, key, place, seen=seen(request))
    there = f"?moved={key}&way={way}#{anchor}-{key}"
    return act(doing, request, _("Moved."), home(template_id, there))
