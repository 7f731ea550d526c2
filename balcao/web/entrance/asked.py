"""Whether one wants to be sent surveys, said by oneself for each side one stands on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.register.profile import actions, queries

from .. import hats
from ..pages import tell

ORIGIN = "themselves"


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Be sent surveys as this side, or not any more; NotFound for a side that is not one's own."""
    actor = hats.person(request)
    side = request.POST.get("side", "")
    if actor.person_id is None or side not in actor.sides:
        raise NotFound()
    is_wanted = request.POST.get("wanted") == "yes"
    actions.prefer(actor, actor.person_id, "surveys", side, is_wanted=is_wanted, origin=ORIGIN)
    tell(request, _("Saved."))
    return redirect("entrance:preferences")


def sides(actor: Actor) -> list[tuple[str, bool]]:
    """Each side one stands on, and whether one is asked there."""
    assert actor.person_id is not None
    told = queries.refusals(actor, actor.person_id)
    refused = {one["side"] for one in told if one["matter"] == "surveys"}
    return [(str(side), side not in refused) for side in sorted(actor.sides)]
