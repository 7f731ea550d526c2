from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.actions import publish
from balcao.listening.surveys.rules import Side, read_words
from balcao.register.teams.models import Team

from ..editing import locked, named, touched
from ..events import JourneyAdded, JourneyChanged, JourneyRemoved
from ..library import questions_of, shipped
from ..models import Journey, Link, Stage
from ..rules import NAME_MOST


@transaction.atomic
def add_journey(
    actor: Actor, names: Mapping[str, str], side: str, *, team_id: int | None = None
) -> Journey:
    """A new journey without stages, of a team or of the whole company."""
    require(actor, Permission.ASK, team_id)
    if side not in set(Side):
        raise Invalid(_("This is not one of the choices."), {"side": _("Choose one.")})
    if team_id is not None and not Team.objects.filter(pk=team_id, is_active=True).exists():
        raise NotFound()
    told = named(read_words(names, NAME_MOST))
    return _added(actor, told, side, team_id, "")


@transaction.atomic
def take_journey(actor: Actor, key: str) -> Journey:
    """Begin with one of the journeys that come along, as the company's own.

    Its stages are linked to the company's questions taken from the items it names, where there are
    any. NotFound for no such journey, Conflict when it was taken before.
    """
    require(actor, Permission.ASK)
    told = shipped().get(key)
    if told is None:
        raise NotFound()
    try:
        with transaction.atomic():
            journey = _added(actor, told["names"], told["side"], None, key)
    except IntegrityError as taken:
        raise Conflict(_("This journey is there already.")) from taken
    asked = questions_of(
        {item for stage in told["stages"] for item in stage["items"]}, told["side"]
    )
    for place, line in enumerate(told["stages"], start=1):
        words = {name: line[name] for name in ("names", "does", "touchpoints")}
        stage = Stage.objects.create(journey=journey, position=place, **words)
        found = [asked[item] for item in line["items"] if item in asked]
        Link.objects.bulk_create(
            [Link(stage=stage, survey_id=survey, key=question) for survey, question in found]
        )
    return journey


@transaction.atomic
def change_journey(
    actor: Actor, journey_id: int, changes: Mapping[str, Any], *, seen: int | None = None
) -> Journey:
    """Change its names; nothing happens when they say the same."""
    journey = locked(actor, journey_id, seen=seen)
    names = named(read_words(changes.get("names", journey.names), NAME_MOST))
    if names == journey.names:
        return journey
    journey.names = names
    journey.save(update_fields=["names"])
    touched(journey)
    publish(actor, JourneyChanged(journey.pk, ["names"]))
    return journey


@transaction.atomic
def remove_journey(actor: Actor, journey_id: int) -> None:
    """Draw it no more. What was asked and answered stays with its surveys."""
    journey = locked(actor, journey_id)
    journey.delete()
    publish(actor, JourneyRemoved(journey_id))


def _added(
    actor: Actor, names: dict[str, str], side: str, team_id: int | None, key: str
) -> Journey:
    journey = Journey.objects.create(
        names=names, side=side, team_id=team_id, shipped=key, created_at=clock.now()
    )
    publish(actor, JourneyAdded(journey.pk, side, key))
    return journey
