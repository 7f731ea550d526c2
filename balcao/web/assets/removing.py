"""What was written down by mistake is deleted; why it can't be is said on the page where one stands."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.errors import Conflict, Forbidden
from balcao.service.assets import actions, queries

from ..pages import tell
from .asking import keeper


@require_POST
def asset(request: HttpRequest, number: str) -> HttpResponse:
    """Delete an asset."""
    actor = keeper(request)
    found = queries.asset(actor, number)
    here = reverse("assets:sheet", args=[found["number"]])
    return _removed(
        request, lambda: actions.remove_asset(actor, found["id"]), here, reverse("assets:home")
    )


@require_POST
def kind(request: HttpRequest, type_id: int) -> HttpResponse:
    """Delete a type."""
    actor, here = keeper(request), reverse("assets:type", args=[type_id])
    return _removed(
        request, lambda: actions.remove_type(actor, type_id), here, reverse("assets:types")
    )


@require_POST
def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Delete a contract."""
    actor, here = keeper(request), reverse("assets:contract", args=[contract_id])
    return _removed(
        request,
        lambda: actions.remove_contract(actor, contract_id),
        here,
        reverse("assets:contracts"),
    )


def _removed(
    request: HttpRequest, doing: Callable[[], None], here: str, beyond: str
) -> HttpResponse:
    """Delete it and go on to the others, or stay with why not."""
    try:
        doing()
    except (Conflict, Forbidden) as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(here)
    tell(request, _("Deleted."))
    return HttpResponseRedirect(beyond)
