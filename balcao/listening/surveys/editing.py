"""What every change of a survey begins and ends with: who may, the lock, the version being written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor, Hat, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound

from .models import Question, Survey, Version
from .rules import Asked, State, conditions_problem, of_row

PLACE = ("page", "position")


def owner_in(actor: Actor) -> int | None:
    """The person whose surveys these are: nobody without a hat of the inside."""
    return actor.person_id if actor.hats & {Hat.AGENT, Hat.INTERNAL} else None


def may_edit(actor: Actor, survey: Survey) -> bool:
    """True for its owner, for supervisors of its team, and for whoever may ask company-wide."""
    owner = owner_in(actor)
    if owner is not None and survey.owner_id == owner:
        return True
    return actor.may(Permission.ASK, survey.team_id)


def locked(actor: Actor, survey_id: int, *, seen: int | None = None) -> Survey:
    """The survey, held for a change. NotFound, Forbidden once closed, Conflict when not as `seen`."""
    survey = Survey.objects.select_for_update().filter(pk=survey_id).first()
    if survey is None or not may_edit(actor, survey):
        raise NotFound()
    if survey.state == State.CLOSED:
        raise Forbidden(_("This survey is closed."))
    if seen is not None and seen != survey.revision:
        raise Conflict()
    return survey


def touched(survey: Survey) -> None:
    """Say that the survey is no longer as somebody may have seen it."""
    Survey.objects.filter(pk=survey.pk).update(revision=F("revision") + 1)
    survey.revision += 1


def writing(survey: Survey) -> int:
    """The number of the version being written; begun when the last one was published."""
    draft = survey.versions.filter(published_at=None).first()
    if draft is not None:
        return draft.number
    last = survey.versions.order_by("-number").first()
    return Version.objects.create(survey=survey, number=last.number + 1 if last else 1).number


def published(survey: Survey) -> int:
    """The number of the last published version; 0 before the first."""
    last = survey.versions.filter(published_at__isnull=False).order_by("-number").first()
    return last.number if last else 0


def current(survey: Survey) -> list[Question]:
    """The rows of the questions asked now, in order."""
    return list(survey.questions.filter(retired_at=None).order_by("page", "position", "pk"))


def asked(questions: Iterable[Question]) -> list[Asked]:
    """The rows as the rules know them."""
    names = [name for name in Asked.__dataclass_fields__ if name != "id"]
    return [
        of_row({"id": one.pk, **{name: getattr(one, name) for name in names}}) for one in questions
    ]


def placed(order: Sequence[Asked]) -> None:
    """Write down where the questions stand now."""
    rows = [Question(pk=one.id, page=one.page, position=one.position) for one in order]
    Question.objects.bulk_update(rows, PLACE)


def refuse_broken(order: Sequence[Asked]) -> None:
    """Invalid when a condition could no longer stand, naming the question it belongs to."""
    problem = conditions_problem(order)
    if problem is None:
        return
    key, why = problem
    one = next(told for told in order if told.key == key)
    words = next(iter(one.words.values()), key)
    raise Invalid(_("“%(question)s”: %(why)s") % {"question": words, "why": why}, {"shown_if": why})


def differing(before: Asked, after: Asked) -> list[str]:
    """The names of what differs between two states of one question."""
    old, new = asdict(before), asdict(after)
    return [name for name in old if old[name] != new[name]]
