from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.actions import publish
from balcao.listening.asking.models import Wave
from balcao.listening.surveys.editing import may_edit
from balcao.listening.surveys.models import Question, Survey
from balcao.listening.surveys.rules import LANGUAGES

from .. import comparing, readers, rules
from ..events import ToldDiscarded, ToldKept, ToldPublished
from ..models import Told

WORDS_MOST = 1200


@dataclass(frozen=True, slots=True)
class Draft:
    """What is told, of which wave or days, and which score is looked at before and after."""

    said: Mapping[str, str]
    did: Mapping[str, str]
    acted_on: date | None
    wave_id: int | None = None
    since_on: date | None = None
    until_on: date | None = None
    question_id: int | None = None
    compare_days: int = 90


@transaction.atomic
def keep_told(actor: Actor, survey_id: int, draft: Draft, told_id: int | None = None) -> Told:
    """Write down what was said and done, for whoever may edit the survey; nobody reads it yet."""
    survey = _survey(actor, survey_id)
    told = Told(survey=survey, created_at=clock.now())
    if told_id is not None:
        told = _locked(actor, told_id)
        if told.survey_id != survey_id:
            raise NotFound()
    for name, value in _checked(survey, draft).items():
        setattr(told, name, value)
    told.save()
    publish(actor, ToldKept(told.pk, survey.pk, told_id is None))
    return told


@transaction.atomic
def publish_told(actor: Actor, told_id: int, *, seen: int | None = None) -> Told:
    """Tell it to all whom it concerns, in the portal now and by mail in their opening hours, once.

    `seen` is how many readers the preview said: Conflict when there are others by now.
    """
    told = _locked(actor, told_id)
    if told.wave is not None and told.wave.state != "closed":
        raise Conflict(_("This wave still takes answers. Tell it once it has closed."))
    found = readers.audience(told)
    if seen is not None and seen != len(found):
        raise Conflict(_("Somebody else answered meanwhile: look again at who will read it."))
    if not found:
        raise Invalid(_("Nobody would read it: nobody answered on these days."))
    told.published_at, told.published_by_id = clock.now(), actor.person_id
    told.save(update_fields=["published_at", "published_by"])
    readers.add(told, found)
    comparing.compare(told)
    publish(actor, ToldPublished(told.pk, told.survey_id, len(found)))
    return told


@transaction.atomic
def discard_told(actor: Actor, told_id: int) -> None:
    """Throw a draft away; what was published stands."""
    told = _locked(actor, told_id)
    fact = ToldDiscarded(told.pk, told.survey_id)
    told.delete()
    publish(actor, fact)


def _survey(actor: Actor, survey_id: int) -> Survey:
    survey = Survey.objects.filter(pk=survey_id).first()
    if survey is None or not may_edit(actor, survey):
        raise NotFound()
    return survey


def _locked(actor: Actor, told_id: int) -> Told:
    told = Told.objects.select_for_update().filter(pk=told_id).first()
    if told is None or not may_edit(actor, told.survey):
        raise NotFound()
    if told.published_at is not None:
        raise Conflict(_("This was told already, and stands."))
    return told


def _checked(survey: Survey, draft: Draft) -> dict[str, object]:
    problems: dict[str, object] = {}
    words = {}
    for name in ("said", "did"):
        told = getattr(draft, name)
        words[name] = {one: str(told.get(one, "")).strip() for one in LANGUAGES}
        if not all(words[name].values()):
            problems[name] = _("Write it in both languages.")
        elif any(len(text) > WORDS_MOST for text in words[name].values()):
            problems[name] = _("At most 1,200 characters.")
    if draft.acted_on is None or draft.acted_on > clock.today():
        problems["acted_on"] = _("Say on which day it was done; not a day to come.")
    if draft.compare_days not in rules.COMPARED:
        problems["compare_days"] = _("Choose one.")
    of = _of(survey, draft, problems)
    if problems:
        raise Invalid(str(next(iter(problems.values()))), {k: str(v) for k, v in problems.items()})
    return {
        **words,
        **of,
        "acted_on": draft.acted_on,
        "question_id": _question(survey, draft.question_id),
        "compare_days": draft.compare_days,
    }


def _of(survey: Survey, draft: Draft, problems: dict[str, object]) -> dict[str, object]:
    """Of an anonymous survey which wave, else which days."""
    if survey.is_anonymous:
        found = Wave.objects.filter(pk=draft.wave_id or 0, survey=survey).first()
        if found is None:
            problems["wave"] = _("Choose a wave.")
        return {"wave": found, "since_on": None, "until_on": None}
    since, until = draft.since_on, draft.until_on
    if since is None or until is None or since > until or until > clock.today():
        problems["since_on"] = _("Say from which day to which, up to today.")
    return {"wave": None, "since_on": since, "until_on": until}


def _question(survey: Survey, question_id: int | None) -> int | None:
    if question_id is None:
        return None
    found = Question.objects.filter(pk=question_id, survey=survey).first()
    if found is None or found.kind not in rules.COMPARABLE:
        raise Invalid(_("This score can't be compared."), {"question": _("Choose one.")})
    return found.pk
