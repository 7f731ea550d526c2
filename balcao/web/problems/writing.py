"""A problem as it is written down, also from a ticket."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound, Refusal
from balcao.core.sql import Row
from balcao.service.problems import actions, queries, rules
from balcao.service.problems.actions import Draft
from balcao.service.tickets import queries as tickets

from ..pages import tell
from ..posting import number, told
from .asking import home, reader, show

_FIELDS = ("title", "symptom", "cause", "workaround")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a problem; with `ticket` in the address it begins with that ticket."""
    actor = reader(request)
    teams = queries.teams(actor)
    if not teams:
        raise NotFound()
    protocol = (request.POST if request.method == "POST" else request.GET).get("ticket", "")
    ticket = tickets.get(actor, protocol, handled=True) if protocol else None
    if request.method == "POST":
        try:
            made = _opened(request, actor, ticket)
        except Refusal as refusal:
            return _form(request, teams, ticket, refusal)
        tell(request, _("The problem is open."))
        return HttpResponseRedirect(home(made))
    return _form(request, teams, ticket)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Write it anew."""
    actor = reader(request)
    found = queries.problem(actor, problem_id)
    if not found["may_change"]:
        raise NotFound()
    refused = None
    if request.method == "POST":
        try:
            actions.change_problem(
                actor, problem_id, _draft(request), version=number(request, "version")
            )
        except Refusal as refusal:
            refused = refusal
        else:
            tell(request, _("Kept"))
            return HttpResponseRedirect(home(problem_id))
    given = {name: request.POST.get(name, found[name]) for name in _FIELDS}
    return _shown(request, {"problem": found, "ticket": None, "given": given}, refused)


@transaction.atomic
def _opened(request: HttpRequest, actor: Actor, ticket: Row | None) -> int:
    made = actions.open_problem(actor, number(request, "team") or 0, _draft(request))
    if ticket is not None:
        actions.attach(actor, made.pk, [ticket["id"]])
    return made.pk


def _form(
    request: HttpRequest, teams: list[Row], ticket: Row | None, refused: Refusal | None = None
) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in _FIELDS}
    if ticket is not None and request.method != "POST":
        given["title"] = ticket["subject"]
    own = ticket["team_id"] if ticket is not None else None
    context = {
        "problem": None,
        "given": given,
        "ticket": ticket,
        "teams": [(team["id"], team["name"]) for team in teams],
        "team": number(request, "team") or own or teams[0]["id"],
    }
    return _shown(request, context, refused)


def _shown(request: HttpRequest, context: dict[str, Any], refused: Refusal | None) -> HttpResponse:
    told_of = {
        "errors": refused.fields if isinstance(refused, Invalid) else {},
        "refused": str(refused.message) if refused else "",
        "most": {"title": rules.TITLE_MOST, "text": rules.TEXT_MOST},
    }
    return show(request, "write", {**context, **told_of}, status=refused.status if refused else 200)


def _draft(request: HttpRequest) -> Draft:
    return Draft(*(told(request, name) for name in _FIELDS))
