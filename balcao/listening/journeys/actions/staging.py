from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.events.actions import publish
from balcao.listening.surveys.rules import read_words

from ..editing import locked, locked_stage, named, placed, touched
from ..events import StageAdded, StageChanged, StageMoved, StageRemoved
from ..models import Journey, Stage
from ..rules import MOST_STAGES, NAME_MOST, WORDS_MOST, moved, stepped


@transaction.atomic
def add_stage(actor: Actor, journey_id: int, names: Mapping[str, str]) -> Stage:
    """A stage at the end of a journey."""
    journey = locked(actor, journey_id)
    there = _order(journey)
    if len(there) >= MOST_STAGES:
        raise Invalid(_("A journey has at most 12 stages: beyond that nobody follows it."))
    told = named(read_words(names, NAME_MOST))
    stage = Stage.objects.create(journey=journey, position=len(there) + 1, names=told)
    touched(journey)
    publish(actor, StageAdded(journey.pk, stage.pk, stage.position))
    return stage


@transaction.atomic
def change_stage(
    actor: Actor,
    stage_id: int,
    changes: Mapping[str, Mapping[str, str]],
    *,
    seen: int | None = None,
) -> Stage:
    """Change its names, what the client does, or the touchpoints; the same words change nothing."""
    stage, journey = locked_stage(actor, stage_id, seen=seen)
    told = {
        name: read_words(changes[name], most) for name, most in _MOST.items() if name in changes
    }
    if "names" in told:
        named(told["names"])
    fields = sorted(name for name in told if told[name] != getattr(stage, name))
    if not fields:
        return stage
    for name in fields:
        setattr(stage, name, told[name])
    stage.save(update_fields=fields)
    touched(journey)
    publish(actor, StageChanged(journey.pk, stage.pk, fields))
    return stage


def move_stage(actor: Actor, stage_id: int, place: int, *, seen: int | None = None) -> None:
    """Put a stage at a place of its journey, counted from 1."""
    _move(actor, stage_id, lambda order: moved(order, stage_id, place), seen)


def step_stage(actor: Actor, stage_id: int, way: str) -> None:
    """Move a stage one place `up` or `down`."""
    _move(actor, stage_id, lambda order: stepped(order, stage_id, way), None)


@transaction.atomic
def remove_stage(actor: Actor, stage_id: int) -> None:
    """Take a stage out of its journey; its questions and answers stay with their surveys."""
    stage, journey = locked_stage(actor, stage_id)
    stage.delete()
    placed(_order(journey))
    touched(journey)
    publish(actor, StageRemoved(journey.pk, stage_id))


@transaction.atomic
def _move(
    actor: Actor, stage_id: int, order: Callable[[Sequence[int]], list[int]], seen: int | None
) -> None:
    stage, journey = locked_stage(actor, stage_id, seen=seen)
    before = _order(journey)
    after = order(before)
    if after == before:
        return
    placed(after)
    touched(journey)
    publish(actor, StageMoved(journey.pk, stage.pk, after.index(stage.pk) + 1))


def _order(journey: Journey) -> list[int]:
    return list(journey.stages.order_by("position").values_list("pk", flat=True))


_MOST = {"names": NAME_MOST, "does": WORDS_MOST, "touchpoints": WORDS_MOST}
