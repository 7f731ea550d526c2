"""Taking a template that comes along, and offering it or no longer."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid, NotFound
from balcao.core.forms import worded
from balcao.core.sql import Row
from balcao.service.bundles import actions, library

from ..components.audience import choices
from ..pages import tell
from ..posting import act, number, told
from ..shell import show
from .building import inboxes_of, named
from .following import reader
from .words import AREAS, language


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Choose a template, the inbox of each area, and who may ask for it."""
    actor = reader(request)
    if not actor.may_anywhere(Permission.OFFER):
        raise NotFound()
    own, all_of_them = inboxes_of(actor)
    if request.method == "GET":
        return _form(request, actor, own, all_of_them)
    try:
        _take(request, actor, own)
    except Invalid as refusal:
        return _form(request, actor, own, all_of_them, refusal)
    tell(request, _("It is offered from now on."))
    return HttpResponseRedirect(reverse("bundles:home"))


@require_POST
def live(request: HttpRequest, template_id: int) -> HttpResponse:
    """Offer a template, or no longer; bundles that were started go on."""
    actor, is_live = reader(request), told(request, "live") == "1"
    done = _("It is offered from now on.") if is_live else _("It is offered no longer.")
    doing = partial(actions.offer, actor, template_id, is_live=is_live)
    return act(doing, request, done, reverse("bundles:home"))


def _take(request: HttpRequest, actor: Actor, own: list[Row]) -> None:
    shipped = library.LIBRARY.get(told(request, "template"))
    inbox = next((one for one in own if one["id"] == number(request, "inbox")), None)
    if shipped is None or inbox is None:
        raise Invalid(_("Choose the template and the inbox."))
    chosen = {area: number(request, f"area-{area}") for area in shipped.areas}
    library.take(
        actor,
        shipped.key,
        {area: inbox_id for area, inbox_id in chosen.items() if inbox_id},
        team_id=inbox["team_id"],
        inbox_id=inbox["id"],
        owner_id=actor.me,
        audience=request.POST.getlist("audience"),
    )


def _form(
    request: HttpRequest,
    actor: Actor,
    own: list[Row],
    usable: list[Row],
    refusal: Invalid | None = None,
) -> HttpResponse:
    speaking = language()
    context: dict[str, Any] = {
        "shipped": [
            (one.key, worded(dict(zip(("pt-br", "en"), one.names, strict=True)), speaking))
            for one in library.LIBRARY.values()
        ],
        "own": [(str(one["id"]), one["name"]) for one in own],
        "usable": named(usable),
        "areas": AREAS,
        "audiences": choices(actor, has_public=False),
        "refused": str(refusal.message) if refusal else "",
        "given": request.POST.dict(),
        "ticked": request.POST.getlist("audience") or ["employee"],
    }
    return show(request, "bundles/take.html", context, status=422 if refusal else 200)
