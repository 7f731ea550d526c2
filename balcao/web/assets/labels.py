from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.service.assets import queries

from ..components.qr import code
from ..pages import page
from . import words
from .asking import keeper
from .listing import filters

MOST = 240


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    """Labels to be printed and stuck on: of the numbers named, or of what the list shows."""
    actor = keeper(request)
    numbers = [one[:40] for one in request.GET.getlist("n")][:MOST]
    found = (
        queries.assets(actor, numbers)
        if numbers
        else queries.page(actor, **filters(request), limit=MOST)[0]
    )
    shown = [
        {
            **words.listed(one),
            "code": code(
                f"{settings.BASE_URL}/b/{quote(one['number'])}/",
                _("Code that leads to asset %(number)s") % one,
            ),
        }
        for one in found
    ]
    return page(request, "assets/labels.html", {"labels": shown, "is_all": len(shown) < MOST})
