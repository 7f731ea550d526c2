from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid
from balcao.listening.surveys import actions, queries
from balcao.listening.surveys.rules import PURPOSES
from balcao.register.teams import queries as teams

from ..pages import tell
from ..posting import number, told
from ..shell import show
from .asking import asker
from .words import PURPOSE, SIDES, STATES


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The surveys one may edit, newest first, and a new one."""
    actor = asker(request)
    refusal = None
    if request.method == "POST":
        try:
            added = actions.add_survey(
                actor,
                told(request, "name"),
                told(request, "purpose"),
                told(request, "side"),
                team_id=number(request, "team"),
            )
        except Invalid as why:
            refusal = why
        else:
            tell(request, _("The survey was added. Now its questions."))
            return redirect("surveys:survey", added.pk)
    before = request.GET.get("before", "")
    found, following = queries.surveys(
        actor,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )
    context = {
        "surveys": found,
        "following": following,
        "purposes": PURPOSES,
        "purpose_words": PURPOSE,
        "sides": list(SIDES.items()),
        "side_words": SIDES,
        "states": STATES,
        "teams": _teams(actor),
        "needs_team": not actor.may(Permission.ASK),
        "may_add": actor.may_anywhere(Permission.ASK),
        "given": request.POST,
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
    }
    return show(request, "surveys/list.html", context, status=422 if refusal else 200)


def _teams(actor: Actor) -> list[tuple[int, str]]:
    """The teams for which one may ask."""
    return [
        (team["id"], team["name"])
        for team in teams.teams(actor)
        if actor.may(Permission.ASK, team["id"])
    ]
