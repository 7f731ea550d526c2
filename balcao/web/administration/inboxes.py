from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.register.teams import queries as teams
from balcao.service.inboxes import actions, queries

from .frame import act, administrator, number, show, told

AUDIENCES = (("external", _("Customers")), ("internal", _("Internal clients")))


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every inbox with its team, and a new one."""
    actor = administrator(request)
    if request.method == "POST":
        return act(
            request,
            lambda: actions.add_inbox(
                actor,
                told(request, "address"),
                number(request, "team") or 0,
                told(request, "audience"),
                told(request, "name"),
            ),
            _("The inbox was added."),
            "inboxes",
        )
    context = {
        "inboxes": queries.all_inboxes(actor),
        "teams": [(team["id"], team["name"]) for team in teams.teams(actor)],
        "audiences": AUDIENCES,
    }
    return show(request, "inboxes", "inboxes", context)


@require_POST
def change(request: HttpRequest, inbox_id: int) -> HttpResponse:
    """Open or close an inbox."""
    actor = administrator(request)
    return act(
        request,
        lambda: actions.change_inbox(actor, inbox_id, is_active=told(request, "is_active") == "1"),
        _("Saved."),
        "inboxes",
    )
