from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.core.sql import Row
from balcao.listening.journeys import actions, queries

from ..components.scores import spoken
from ..pages import tell
from ..posting import act, number, told
from ..shell import show
from .asking import reader, words
from .wording import SIDES


@require_GET
def edit(request: HttpRequest, journey_id: int) -> HttpResponse:
    """The stages of a journey in their order, to be moved, renamed, added and taken out."""
    journey = _own(reader(request), journey_id)
    return _page(request, journey, {})


@require_POST
def rename(request: HttpRequest, journey_id: int) -> HttpResponse:
    """Give the journey other names."""
    actor = reader(request)
    journey = _own(actor, journey_id)
    try:
        actions.change_journey(
            actor, journey_id, {"names": words(request, "names")}, seen=number(request, "seen")
        )
    except (Invalid, Conflict) as refusal:
        return _page(request, journey, {"refused": str(refusal.message)}, status=refusal.status)
    tell(request, _("Saved."))
    return redirect("journeys:edit", journey_id)


@require_POST
def add(request: HttpRequest, journey_id: int) -> HttpResponse:
    """A stage at the end."""
    actor = reader(request)
    journey = _own(actor, journey_id)
    try:
        stage = actions.add_stage(actor, journey_id, words(request, "stage"))
    except Invalid as refusal:
        return _page(request, journey, {"refused": str(refusal.message)}, status=422)
    tell(request, _("The stage was added. What tells how it goes?"))
    return redirect("journeys:stage", stage.pk)


@require_POST
def move(request: HttpRequest, journey_id: int) -> HttpResponse:
    """Put a stage where it was dropped."""
    actor = reader(request)
    _own(actor, journey_id)
    stage = number(request, "stage") or 0
    place = number(request, "place") or 1
    return act(
        lambda: actions.move_stage(actor, stage, place, seen=number(request, "seen")),
        request,
        _("Moved."),
        f"{reverse('journeys:edit', args=[journey_id])}#stage-{stage}",
    )


@require_POST
def remove(request: HttpRequest, journey_id: int) -> HttpResponse:
    """Draw the journey no more."""
    actor = reader(request)
    _own(actor, journey_id)
    return act(
        lambda: actions.remove_journey(actor, journey_id),
        request,
        _("The journey was removed; what was asked and answered stays with its surveys."),
        reverse("journeys:list"),
    )


@require_POST
def step(request: HttpRequest, stage_id: int) -> HttpResponse:
    """Move a stage one place up or down."""
    actor = reader(request)
    journey = queries.stage(actor, stage_id)["journey_id"]
    way = "up" if told(request, "way") == "up" else "down"
    return act(
        lambda: actions.step_stage(actor, stage_id, way),
        request,
        _("Moved."),
        f"{reverse('journeys:edit', args=[journey])}?moved={stage_id}&way={way}",
    )


@require_POST
def take_out(request: HttpRequest, stage_id: int) -> HttpResponse:
    """Take a stage out of its journey."""
    actor = reader(request)
    journey = queries.stage(actor, stage_id)["journey_id"]
    return act(
        lambda: actions.remove_stage(actor, stage_id),
        request,
        _("The stage was taken out."),
        reverse("journeys:edit", args=[journey]),
    )


def _own(actor: Actor, journey_id: int) -> Row:
    """A journey one may change; NotFound for any other."""
    found = queries.journey(actor, journey_id)
    if not found["may_edit"]:
        raise NotFound()
    return found


def _page(
    request: HttpRequest, journey: Row, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    stages = queries.stages(reader(request), journey["id"])
    linked = queries.questions_by_stage(reader(request), journey["id"])
    context = {
        "journey": {**journey, "name": spoken(journey["names"])},
        "side": SIDES[journey["side"]],
        "stages": [
            {**one, "name": spoken(one["names"]), "linked": len(linked.get(one["id"], []))}
            for one in stages
        ],
        "moved": request.GET.get("moved", ""),
        "way_moved": request.GET.get("way", ""),
        "refused": "",
        "given": request.POST,
        **more,
    }
    return show(request, "journeys/edit.html", context, status=status)
