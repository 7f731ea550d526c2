from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish

from ..asking import refuse_unlinkable
from ..editing import locked_stage, touched
from ..events import QuestionLinked, QuestionUnlinked
from ..models import Link
from ..rules import MOST_LINKS


@transaction.atomic
def link(
    actor: Actor,
    stage_id: int,
    survey_id: int,
    key: str,
    *,
    part: str = "",
    cut: str = "",
    value: str = "",
) -> Link:
    """Let a question tell how a stage goes, of everybody or of one group; the same again is one.

    NotFound for a survey whose results one may not read, Invalid for a question without a score.
    """
    stage, journey = locked_stage(actor, stage_id)
    refuse_unlinkable(actor, survey_id, key, part, cut, value)
    there = Link.objects.filter(stage=stage)
    told = {"survey_id": survey_id, "key": key, "part": part, "cut": cut, "value": value}
    if (found := there.filter(**told).first()) is not None:
        return found
    if there.count() >= MOST_LINKS:
        raise Invalid(_("Four questions a stage are the most: choose what tells it best."))
    made = Link.objects.create(stage=stage, **told)
    touched(journey)
    publish(actor, QuestionLinked(journey.pk, stage.pk, made.pk, survey_id))
    return made


@transaction.atomic
def unlink(actor: Actor, link_id: int) -> None:
    """Let a question tell of a stage no more."""
    stage_id = Link.objects.filter(pk=link_id).values_list("stage_id", flat=True).first()
    if stage_id is None:
        raise NotFound()
    stage, journey = locked_stage(actor, stage_id)
    gone = Link.objects.filter(pk=link_id, stage=stage).first()
    if gone is None:
        raise NotFound()
    survey = gone.survey_id
    gone.delete()
    touched(journey)
    publish(actor, QuestionUnlinked(journey.pk, stage.pk, link_id, survey))
