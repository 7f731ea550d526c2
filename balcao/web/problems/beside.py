"""Beside a ticket: the problems it belongs to, and those it seems to; joined in one click."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.service.changes import queries as changes
from balcao.service.problems import actions, queries
from balcao.service.tickets import queries as tickets

from ..pages import page
from ..posting import act, number
from .asking import reader
from .words import STATES


@require_safe
def part(request: HttpRequest, protocol: str) -> HttpResponse:
    """The part of the ticket's page that tells of problems."""
    actor = reader(request)
    ticket = tickets.get(actor, protocol, handled=True)
    context = {
        "ticket": ticket,
        "beside": queries.beside(actor, ticket),
        "changes": changes.of_ticket(actor, ticket["id"]),
        "states": STATES,
    }
    return page(request, "problems/beside.html", context)


@require_POST
def attach(request: HttpRequest, protocol: str) -> HttpResponse:
    """This ticket belongs to a problem, too."""
    actor = reader(request)
    ticket = tickets.get(actor, protocol, handled=True)
    problem_id = number(request, "problem") or 0
    queries.problem(actor, problem_id)
    return act(
        lambda: actions.attach(actor, problem_id, [ticket["id"]]),
        request,
        _("The ticket is part of the problem."),
        reverse("desk:ticket", args=[ticket["protocol"]]),
    )
