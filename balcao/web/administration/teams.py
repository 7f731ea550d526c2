from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Role
from balcao.core.errors import NotFound
from balcao.register.access import actions as access
from balcao.register.access import queries as standing
from balcao.register.people import queries as people
from balcao.register.teams import actions, queries

from .frame import act, administrator, number, show, told

ROLES = (
    (Role.AGENT, _("Agent")),
    (Role.SUPERVISOR, _("Supervisor")),
    (Role.LIGHT, _("Light agent")),
)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every team, and a new one."""
    actor = administrator(request)
    if request.method == "POST":
        return act(
            request,
            lambda: actions.add_team(
                actor,
                told(request, "name"),
                public_name=told(request, "public_name"),
                is_confidential=bool(told(request, "is_confidential")),
            ),
            _("The team was added."),
            "teams",
        )
    teams = queries.teams(actor)
    members = standing.members(actor, [team["id"] for team in teams])
    sizes = {team["id"]: sum(m["team_id"] == team["id"] for m in members) for team in teams}
    return show(request, "teams", "teams", {"teams": teams, "sizes": sizes})


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team: its names, its signature and who belongs to it."""
    actor = administrator(request)
    if request.method == "POST":

        def change() -> None:
            for field in ("name", "public_name", "signature"):
                actions.change_team(actor, team_id, field, told(request, field))
            actions.change_team(
                actor, team_id, "is_confidential", bool(told(request, "is_confidential"))
            )

        return act(request, change, _("Saved."), "team", team_id)
    team = next((team for team in queries.teams(actor) if team["id"] == team_id), None)
    if team is None:
        raise NotFound()
    context = {"team": team, "members": standing.members(actor, [team_id]), "roles": ROLES}
    return show(request, "team", "teams", context)


@require_POST
def member(request: HttpRequest, team_id: int) -> HttpResponse:
    """Give somebody a role in the team, or take them out of it."""
    actor = administrator(request)
    leaving = number(request, "remove")
    if leaving is not None:
        return act(
            request,
            lambda: access.end_membership(actor, leaving, team_id),
            _("They no longer belong to the team."),
            "team",
            team_id,
        )

    def join() -> None:
        found = people.by_handle(actor, told(request, "address"))
        if not found:
            raise NotFound(_("Nobody in the register has this address."))
        access.set_membership(actor, found[0]["id"], team_id, told(request, "role"))

    return act(request, join, _("They belong to the team now."), "team", team_id)
