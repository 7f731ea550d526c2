from __future__ import annotations

from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core.sql import Row
from balcao.service.assets import queries

from ..components.qr import code, mask_of
from ..pages import page
from . import words
from .asking import keeper
from .listing import filters, said

MOST = 240


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    """Labels to be printed and stuck on: of the numbers named, or of what the list shows."""
    actor = keeper(request)
    numbers = [one[:40] for one in request.GET.getlist("n")][:MOST]
    following: str | None = None
    if numbers:
        found = queries.assets(actor, numbers)
        back = reverse("assets:sheet", args=[numbers[0]]) if len(found) == 1 else ""
    else:
        after = request.GET.get("after", "")[:40]
        found, following = queries.page(actor, **filters(request), after=after, limit=MOST)
        back = f"{reverse('assets:home')}?{urlencode(said(request))}"
    # Addresses that differ by their numbers alone: the mask that suits the first suits them all, and
    # trying the others is most of the work.
    mask = mask_of(_address(found[0])) if found else None
    shown = [
        {
            **words.listed(one),
            "code": code(_address(one), _("Code that leads to asset %(number)s") % one, mask=mask),
        }
        for one in found
    ]
    context = {
        "labels": shown,
        "back": back or reverse("assets:home"),
        "following": following and f"?{urlencode({**said(request), 'after': following})}",
    }
    return page(request, "assets/labels.html", context)


def _address(one: Row) -> str:
    return f"{settings.BASE_URL}/b/{quote(one['number'])}/"
