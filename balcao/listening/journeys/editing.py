"""What every change of a journey begins and ends with: who may, the lock, the places of its stages."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Invalid, NotFound

from .models import Journey, Stage


def locked(actor: Actor, journey_id: int, *, seen: int | None = None) -> Journey:
    """The journey, held for a change. NotFound without the right to ask, Conflict when not as `seen`."""
    journey = Journey.objects.select_for_update().filter(pk=journey_id).first()
    if journey is None or not actor.may(Permission.ASK, journey.team_id):
        raise NotFound()
    if seen is not None and seen != journey.revision:
        raise Conflict()
    return journey


def locked_stage(actor: Actor, stage_id: int, *, seen: int | None = None) -> tuple[Stage, Journey]:
    """A stage and its journey, held for a change; NotFound for none of one's own."""
    found = Stage.objects.filter(pk=stage_id).values_list("journey_id", flat=True).first()
    if found is None:
        raise NotFound()
    journey = locked(actor, found, seen=seen)
    stage = journey.stages.filter(pk=stage_id).first()
    if stage is None:
        raise NotFound()
    return stage, journey


def touched(journey: Journey) -> None:
    """Say that the journey is no longer as somebody may have seen it."""
    Journey.objects.filter(pk=journey.pk).update(revision=F("revision") + 1)
    journey.revision += 1


def placed(order: Sequence[int]) -> None:
    """Write down that the stages stand in this order."""
    rows = [Stage(pk=stage, position=place) for place, stage in enumerate(order, start=1)]
    Stage.objects.bulk_update(rows, ["position"])


def named(words: dict[str, str]) -> dict[str, str]:
    """A name in one language at least; Invalid without one."""
    if not words:
        why = _("Give it a name in one language at least.")
        raise Invalid(why, {"names": why})
    return words
