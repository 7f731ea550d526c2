from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.documents import format_document
from balcao.register.people import actions, queries

from .frame import act, administrator, show, told

KINDS = (
    ("company", _("Company")),
    ("department", _("Department")),
    ("house", _("Our company")),
)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Companies outside and departments inside, and a new one."""
    actor = administrator(request)
    if request.method == "POST":
        return act(
            request,
            lambda: actions.add_organization(
                actor,
                told(request, "name"),
                told(request, "kind"),
                cnpj=told(request, "cnpj") or None,
            ),
            _("The organization was added."),
            "organizations",
        )
    found = [
        {**one, "cnpj": format_document(one["cnpj"] or "")} for one in queries.organizations(actor)
    ]
    context = {"organizations": found, "kinds": KINDS}
    return show(request, "organizations", "organizations", context)


@require_POST
def share(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Whether its people see each other's tickets."""
    actor = administrator(request)
    return act(
        request,
        lambda: actions.share_tickets(
            actor, organization_id, shares=told(request, "shares") == "1"
        ),
        _("Saved."),
        "organizations",
    )
