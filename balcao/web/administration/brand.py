"""The colour and the logo that clients see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from balcao.register.brand import actions, queries
from balcao.register.brand.rules import LOGO_MAX_BYTES

from .frame import act, administrator, show, told


@require_http_methods(["GET", "POST"])
def brand(request: HttpRequest) -> HttpResponse:
    """Show how the clients' pages look; change the colour, the logo, or take it away."""
    actor = administrator(request)
    if request.method == "GET":
        return show(request, "brand", "brand", {"look": queries.look(actor)})
    if told(request, "drop"):
        return act(request, lambda: actions.drop_logo(actor), _("The logo is gone."), "brand")
    if "colour" in request.POST:
        colour = told(request, "colour")
        return act(request, lambda: actions.set_colour(actor, colour), _("Saved."), "brand")
    file = request.FILES.get("logo")
    content = file.read(LOGO_MAX_BYTES + 1) if file is not None else b""
    return act(request, lambda: actions.set_logo(actor, content), _("Saved."), "brand")
