from __future__ import annotations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.events.actions import publish as tell_event

from ..editing import asked, current, locked, touched, writing
from ..events import SurveyClosed, SurveyDiscarded, SurveyPublished
from ..models import Survey, Version
from ..rules import State, content, problems


@transaction.atomic
def publish(actor: Actor, survey_id: int, *, seen: int | None = None) -> Version:
    """Freeze what is written as the version that is sent from now on; the survey is live.

    Invalid with all that is in the way, by key of question; Conflict when nothing is new.
    """
    survey = locked(actor, survey_id, seen=seen)
    questions = asked(current(survey))
    around = {"intro": survey.intro, "thanks": survey.thanks}
    found = problems(questions, around, is_anonymous=survey.is_anonymous)
    if found:
        told: dict[str, str | Promise] = {}
        for problem in found:
            told.setdefault(problem.key or "survey", problem.words)
        raise Invalid(_("It can't be published yet."), told)
    if not survey.versions.filter(published_at=None).exists():
        raise Conflict(_("Nothing has changed since the last version."))
    version = survey.versions.get(number=writing(survey))
    version.published_at = clock.now()
    version.content = content(
        questions,
        **around,
        is_anonymous=survey.is_anonymous,
        k=survey.k,
        comments_k=survey.comments_k,
    )
    version.save(update_fields=["published_at", "content"])
    if survey.state == State.DRAFT:
        survey.state, survey.launched_at = State.LIVE, version.published_at
        survey.save(update_fields=["state", "launched_at"])
    touched(survey)
    tell_event(actor, SurveyPublished(survey.pk, version.number))
    return version


@transaction.atomic
def close(actor: Actor, survey_id: int) -> Survey:
    """Ask no more. What was answered stays; a closed survey is not opened again."""
    survey = locked(actor, survey_id)
    if survey.state != State.LIVE:
        raise Conflict(_("Only a survey that is live can be closed."))
    survey.state, survey.closed_at = State.CLOSED, clock.now()
    survey.save(update_fields=["state", "closed_at"])
    touched(survey)
    tell_event(actor, SurveyClosed(survey.pk))
    return survey


@transaction.atomic
def discard_survey(actor: Actor, survey_id: int) -> None:
    """Remove a draft that nobody was ever asked."""
    survey = locked(actor, survey_id)
    if survey.state != State.DRAFT:
        raise Forbidden(_("People were asked: this survey can be closed, not removed."))
    Survey.objects.filter(pk=survey_id).delete()
    tell_event(actor, SurveyDiscarded(survey_id))
