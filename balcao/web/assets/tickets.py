"""Assets beside a ticket: which it is about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.service.assets import actions

from ..posting import act, told
from .asking import keeper


@require_POST
def link(request: HttpRequest, protocol: str) -> HttpResponse:
    """The ticket is about this asset."""
    actor = keeper(request)
    return act(
        lambda: actions.link_ticket(actor, protocol, told(request, "number")),
        request,
        _("The ticket is about this asset now."),
        reverse("desk:ticket", args=[protocol]),
    )


@require_POST
def unlink(request: HttpRequest, protocol: str) -> HttpResponse:
    """The ticket is not about this asset."""
    actor = keeper(request)
    return act(
        lambda: actions.unlink_ticket(actor, protocol, told(request, "number")),
        request,
        _("The ticket is not about this asset any more."),
        reverse("desk:ticket", args=[protocol]),
    )
