"""My orders: what one bought as a customer, and where it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core.actor import Hat
from balcao.register.orders import queries

from .. import hats
from .shell import show

LISTED = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One's own orders, newest first: always under the customer's hat, which is put on."""
    known = hats.person(request)
    if hats.chosen_hat(request, known) is not Hat.EXTERNAL:
        hats.choose_hat(request, Hat.EXTERNAL)
    actor = known.wearing(Hat.EXTERNAL)
    found, following = queries.page(
        actor, person_id=actor.me, cursor=request.GET.get("cursor", ""), limit=LISTED
    )
    context = {"here": "orders", "orders": found, "following": following}
    return show(request, "portal/orders.html", context)
