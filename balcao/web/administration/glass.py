from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Permission
from balcao.core.errors import NotFound
from balcao.register.access import actions
from balcao.register.access import queries as standing
from balcao.register.teams import queries

from .. import hats
from .frame import act, number, show, told


@require_http_methods(["GET", "POST"])
def glass(request: HttpRequest) -> HttpResponse:
    """Look into a team one doesn't belong to, for an hour, with a reason the team will read."""
    actor = hats.person(request)
    if not (actor.may(Permission.ADMINISTER) or actor.teams_where(Permission.SUPERVISE)):
        raise NotFound()
    teams = [team for team in queries.teams(actor) if team["id"] not in actor.teams]
    if request.method == "POST":

        def break_it() -> None:
            wanted = number(request, "team")
            if wanted not in {team["id"] for team in teams} or wanted is None:
                raise NotFound(_("There is no such team."))
            actions.break_glass(actor, wanted, told(request, "reason"))

        return act(
            request,
            break_it,
            _("The team was told. Its tickets are open to you for one hour."),
            "glass",
        )
    options = [(team["id"], team["name"]) for team in teams]
    looking = standing.broken_glass(actor)
    return show(request, "glass", "glass", {"teams": options, "looking": looking})
