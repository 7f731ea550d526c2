"""The catalog as it is written: areas, services within them, items within those."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.forms import worded
from balcao.register.teams import queries as teams
from balcao.service.catalog import actions, queries

from ..components.tongues import both
from ..posting import act, number, told
from ..shell import show
from . import words
from .building import writer
from .reading import language


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All that one writes of the catalog, with its state."""
    actor = writer(request)
    context = {
        "areas": queries.shelves(actor),
        "inboxes": [
            (inbox["id"], f"{inbox['team']} · {inbox['name']}")
            for inbox in queries.inboxes_to_offer(actor)
        ],
        "makers": _makers(actor),
        "states": words.STATES,
        "icons": [(name, name) for name in words.ICONS],
        "say": lambda told_words: worded(told_words, language()),
    }
    return show(request, "catalog/shelves.html", context)


@require_POST
def add_area(request: HttpRequest) -> HttpResponse:
    """A new area."""
    actor = writer(request)
    doing = partial(
        actions.add_area,
        actor,
        both(request.POST, "names"),
        icon=told(request, "icon"),
        team_id=number(request, "team"),
    )
    return act(doing, request, _("The area is there."), reverse("offering:home"))


@require_POST
def add_service(request: HttpRequest, area_id: int) -> HttpResponse:
    """A new service in an area."""
    actor = writer(request)
    names, team = both(request.POST, "names"), number(request, "team")
    doing = partial(actions.add_service, actor, area_id, names, team_id=team)
    return act(doing, request, _("The service is there."), reverse("offering:home"))


@require_POST
def area(request: HttpRequest, area_id: int) -> HttpResponse:
    """Call an area otherwise, move it, or take it away while it is empty."""
    actor, there = writer(request), reverse("offering:home") + f"#area-{area_id}"
    match told(request, "do"):
        case "move":
            place = number(request, "place") or 1
            doing = partial(actions.move_area, actor, area_id, place)
            return act(doing, request, _("Moved."), there)
        case "remove":
            doing = partial(actions.remove_area, actor, area_id)
            return act(doing, request, _("The area is gone."), reverse("offering:home"))
        case "change":
            names, icon = both(request.POST, "names"), told(request, "icon")
            changing = partial(actions.change_area, actor, area_id, names, icon=icon)
            return act(changing, request, _("Saved."), there)
    raise NotFound()


@require_POST
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """Call a service otherwise, move it, or take it away while it is empty."""
    actor, there = writer(request), reverse("offering:home") + f"#service-{service_id}"
    match told(request, "do"):
        case "move":
            place = number(request, "place") or 1
            doing = partial(actions.move_service, actor, service_id, place)
            return act(doing, request, _("Moved."), there)
        case "remove":
            doing = partial(actions.remove_service, actor, service_id)
            return act(doing, request, _("The service is gone."), reverse("offering:home"))
        case "change":
            names = both(request.POST, "names")
            changing = partial(actions.change_service, actor, service_id, names)
            return act(changing, request, _("Saved."), there)
    raise NotFound()


def _makers(actor: Actor) -> list[tuple[str, str]]:
    """For whom a shelf may be made: the company, where one may, and one's teams."""
    company = [("", _("The company"))] if actor.may(Permission.OFFER) else []
    own = [
        (str(team["id"]), team["name"])
        for team in teams.teams(actor)
        if team["id"] in actor.teams_where(Permission.OFFER)
    ]
    return [*company, *own]
