from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.insights.figures import queries
from balcao.service.sla import queries as sla

from .. import hats, shell
from ..pages import page

HEIGHT = 80
SIDES = (("external", _("Customers")), ("internal", _("Internal clients")))


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Both sides at a glance, for who reads figures and no tickets."""
    actor = hats.person(request)
    if not actor.may(Permission.READ_FIGURES):
        raise NotFound()
    days = queries.days(actor)
    most = max([1, *(max(day["asked"], day["solved"]) for day in days)])
    context = {
        **shell.frame(request),
        "teams": queries.teams(actor),
        "charts": [_chart(key, label, days, most) for key, label in SIDES],
        "kept": _kept(actor),
        "height": HEIGHT,
        "most": most,
    }
    return page(request, "figures/overview.html", context)


def _kept(actor: Actor) -> list[tuple[object, list[sla.Kept]]]:
    """Promises kept and broken, of each side on which something was decided."""
    until = clock.now()
    since = until - sla.PUBLISHED
    told = [(label, sla.attainment(actor, since, until, side=side)) for side, label in SIDES]
    return [(label, lines) for label, lines in told if lines]


def _chart(side: str, label: object, days: list[Row], most: int) -> dict[str, Any]:
    """One side's days as bars on a scale shared by both sides."""
    own = [day for day in days if day["side"] == side]
    return {
        "label": label,
        "asked": sum(day["asked"] for day in own),
        "solved": sum(day["solved"] for day in own),
        "bars": [
            {
                **day,
                "asked_height": round(HEIGHT * day["asked"] / most),
                "solved_height": round(HEIGHT * day["solved"] / most),
            }
            for day in own
        ],
    }
