"""Replies kept ready: read by their team, written by its supervisors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid
from balcao.register.teams import queries as teams
from balcao.service.tickets import actions, queries

from .. import hats
from ..pages import tell
from ..shell import show


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every reply kept ready for one's teams; a POST adds one or changes one."""
    actor = hats.agent(request)
    if request.method == "POST":
        return _kept(request, actor)
    supervised = actor.teams_where(Permission.SUPERVISE)
    own = [team for team in teams.teams(actor) if team["id"] in supervised]
    told = {"replies": queries.canned_replies(actor), "teams": own, "supervised": supervised}
    return show(request, "desk/replies.html", told)


def _kept(request: HttpRequest, actor: Actor) -> HttpResponse:
    told = {name: request.POST.get(name, "") for name in ("title", "body", "shortcut")}
    team, canned = request.POST.get("team", ""), request.POST.get("canned", "")
    try:
        actions.set_canned_reply(
            actor,
            told["title"],
            told["body"],
            shortcut=told["shortcut"],
            team_id=int(team) if team.isdigit() else None,
            canned_id=int(canned) if canned.isdigit() else None,
        )
    except Invalid as refusal:
        messages.error(request, str(refusal.message))
    else:
        tell(request, _("Kept"))
    return HttpResponseRedirect(reverse("desk:replies"))
