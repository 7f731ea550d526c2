"""From a ticket to a problem in one click: what stands beside it is read by the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.service.problems import actions, queries
from balcao.service.tickets import queries as tickets

from ..posting import act, number
from .asking import reader


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
