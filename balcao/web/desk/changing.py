"""Acts on a ticket: each a form of its own, which shows the ticket again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Actor, Role
from balcao.core.errors import Invalid
from balcao.core.sql import Row
from balcao.register.access import queries as access
from balcao.register.teams import queries as teams
from balcao.service.routing import queries as routing
from balcao.service.tickets import actions, queries, rules

from .. import hats
from ..components.presence import STATES
from ..pages import tell
from ..shell import asked_part, show


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, protocol: str) -> HttpResponse:
    """Give the ticket to a colleague, or to nobody."""
    actor, found = _asked(request, protocol)
    if request.method == "POST":
        person = request.POST.get("agent", "")
        actions.assign(actor, found["id"], _number(person) if person else None)
        return _shown(request, found)
    answering = [
        member
        for member in access.members(actor, [found["team_id"]])
        if member["role"] in (Role.AGENT, Role.SUPERVISOR)
    ]
    present = {line["person_id"]: line["state"] for line in routing.colleagues(actor)}
    told = {
        "ticket": found,
        "members": answering,
        "me": actor.person_id,
        "present": present,
        "presence_states": STATES,
    }
    return _choices(request, "assign", told)


@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, protocol: str) -> HttpResponse:
    """Hand the ticket to another team, with the reason."""
    actor, found = _asked(request, protocol)
    if request.method == "POST":
        team, reason = _number(request.POST.get("team", "")), request.POST.get("reason", "")
        moved = actions.transfer(actor, found["id"], team, reason)
        tell(request, _("Transferred"))
        if moved.team_id not in actor.teams:
            return _left(request)
        return _shown(request, found)
    others = [team for team in teams.teams(actor) if team["id"] != found["team_id"]]
    told = {"ticket": found, "teams": others}
    return _choices(request, "transfer", told)


@require_POST
def status(request: HttpRequest, protocol: str) -> HttpResponse:
    """Move the ticket to another status; an ended one is reopened with a reason."""
    actor, found = _asked(request, protocol)
    after = request.POST.get("status") or request.GET.get("status", "")
    before = found["status"]
    reason = request.POST.get("reason", "")
    actions.change_status(actor, found["id"], after, reason=reason, version=_version(request))
    if after == rules.Status.RESOLVED:
        undo = reverse("desk:status", args=[found["protocol"]]) + f"?status={before}"
        tell(request, _("Resolved"), undo=undo if before != rules.Status.NEW else "")
    return _shown(request, found)


@require_POST
def priority(request: HttpRequest, protocol: str) -> HttpResponse:
    """Set impact and urgency, from which the priority follows."""
    actor, found = _asked(request, protocol)
    impact, urgency = (_number(request.POST.get(name, "")) for name in ("impact", "urgency"))
    actions.set_priority(actor, found["id"], impact, urgency, version=_version(request))
    return _shown(request, found)


@require_POST
def kind(request: HttpRequest, protocol: str) -> HttpResponse:
    """Say what the client wants."""
    actor, found = _asked(request, protocol)
    actions.set_kind(actor, found["id"], request.POST.get("kind", ""), version=_version(request))
    return _shown(request, found)


@require_POST
def tags(request: HttpRequest, protocol: str) -> HttpResponse:
    """The ticket bears exactly the tags given, separated by commas."""
    actor, found = _asked(request, protocol)
    actions.set_tags(actor, found["id"], request.POST.get("tags", "").split(","))
    return _shown(request, found)


@require_POST
def follow(request: HttpRequest, protocol: str) -> HttpResponse:
    """Follow the ticket, or no longer."""
    actor, found = _asked(request, protocol)
    actions.follow(actor, found["id"], follows=request.POST.get("follows") == "1")
    return _shown(request, found)


def _asked(request: HttpRequest, protocol: str) -> tuple[Actor, Row]:
    actor = hats.agent(request)
    return actor, queries.get(actor, protocol, handled=True)


def _shown(request: HttpRequest, found: Row) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:ticket", args=[found["protocol"]]))


def _left(request: HttpRequest) -> HttpResponse:
    """The ticket is out of one's sight now: back to the list."""
    address = reverse("desk:home")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _choices(request: HttpRequest, name: str, told: dict[str, Any]) -> HttpResponse:
    part = asked_part(request, {f"{name}-choices": f"desk/{name}.html"})
    title = _("Assign") if name == "assign" else _("Transfer to another team")
    told |= {"choices": f"desk/{name}.html", "title": title}
    return show(request, "desk/choices.html", told, part=part)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Invalid()
    return int(text)


def _version(request: HttpRequest) -> int | None:
    """The version that the form was made for, so that nobody overwrites what they did not see."""
    told = request.POST.get("version", "")
    return _number(told) if told else None
