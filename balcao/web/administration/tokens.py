from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.errors import Invalid, NotFound
from balcao.register.access import actions, queries

from .frame import act, administrator, show, told


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Every API token, and a new one, whose secret is shown this once."""
    actor = administrator(request)
    context: dict[str, object] = {"secret": "", "error": ""}
    if request.method == "POST":
        try:
            context["secret"] = actions.issue_token(
                actor, told(request, "address"), told(request, "name")
            )
        except (Invalid, NotFound) as refusal:
            context["error"] = refusal.message
    return show(request, "tokens", "tokens", {**context, "tokens": queries.tokens(actor)})


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """The token opens nothing from now on."""
    actor = administrator(request)
    return act(
        request,
        lambda: actions.revoke_token(actor, token_id),
        _("The token was revoked."),
        "tokens",
    )
