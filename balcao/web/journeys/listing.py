from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.core.sql import Row
from balcao.listening.journeys import actions, queries
from balcao.listening.journeys.library import shipped
from balcao.register.teams import queries as teams

from ..components.scores import spoken
from ..pages import tell
from ..posting import number, told
from ..shell import show
from .asking import reader, words
from .wording import SIDES


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The journeys one may read, those that come along, and a new one."""
    actor = reader(request)
    refusal = None
    if request.method == "POST":
        try:
            added = actions.add_journey(
                actor,
                words(request, "names"),
                told(request, "side"),
                team_id=number(request, "team"),
            )
        except Invalid as why:
            refusal = why
        else:
            tell(request, _("The journey was begun. Now its stages."))
            return redirect("journeys:edit", added.pk)
    found = queries.journeys(actor)
    context = {
        "journeys": [{**one, "name": spoken(one["names"])} for one in found],
        "ready": _ready(actor, found),
        "side_words": SIDES,
        "sides": list(SIDES.items()),
        "teams": _teams(actor),
        "needs_team": not actor.may(Permission.ASK),
        "may_add": actor.may_anywhere(Permission.ASK),
        "given": request.POST,
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
    }
    return show(request, "journeys/list.html", context, status=422 if refusal else 200)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Begin with a journey that comes along."""
    actor = reader(request)
    try:
        taken = actions.take_journey(actor, told(request, "key"))
    except (Conflict, Forbidden) as refusal:
        messages.error(request, str(refusal.message))
        return redirect("journeys:list")
    tell(request, _("The journey is yours now: change what is different with you."))
    return redirect("journeys:journey", taken.pk)


def _ready(actor: Actor, found: list[Row]) -> list[dict[str, Any]]:
    """The journeys that come along and are not taken yet, for whoever may take them."""
    if not actor.may(Permission.ASK):
        return []
    taken = {one["shipped"] for one in found}
    return [
        {
            "key": key,
            "name": spoken(one["names"]),
            "side": SIDES[one["side"]],
            "stages": [spoken(stage["names"]) for stage in one["stages"]],
        }
        for key, one in shipped().items()
        if key not in taken
    ]


def _teams(actor: Actor) -> list[tuple[int, str]]:
    """The teams for which one may draw a journey."""
    return [
        (team["id"], team["name"])
        for team in teams.teams(actor)
        if actor.may(Permission.ASK, team["id"])
    ]
