"""Whether one wants surveys or announcements by mail, said by oneself for each side one stands on."""

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
SURVEYS, ANNOUNCED = "surveys", "announced"
# What those who work here are told is part of their work; customers may do without.
MATTERS = {SURVEYS: ("external", "internal"), ANNOUNCED: ("external",)}


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Be written to about a matter as this side, or not any more; NotFound for a side that is not
    one's own, and for a matter that is not refused there."""
    actor = hats.person(request)
    side = request.POST.get("side", "")
    matter = request.POST.get("matter", SURVEYS)
    if actor.person_id is None or side not in actor.sides or side not in MATTERS.get(matter, ()):
        raise NotFound()
    is_wanted = request.POST.get("wanted") == "yes"
    actions.prefer(actor, actor.person_id, matter, side, is_wanted=is_wanted, origin=ORIGIN)
    tell(request, _("Saved."))
    return redirect("entrance:preferences")


def sides(actor: Actor, matter: str = SURVEYS) -> list[tuple[str, bool]]:
    """Each side one stands on where a matter may be refused, and whether one is written to there."""
    assert actor.person_id is not None
    told = queries.refusals(actor, actor.person_id)
    refused = {one["side"] for one in told if one["matter"] == matter}
    return [
        (str(side), side not in refused) for side in sorted(actor.sides) if side in MATTERS[matter]
    ]
