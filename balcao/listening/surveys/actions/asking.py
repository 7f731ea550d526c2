from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish as tell_event

from ..editing import (
    asked,
    current,
    differing,
    locked,
    placed,
    published,
    refuse_broken,
    touched,
    writing,
)
from ..events import QuestionAdded, QuestionChanged, QuestionMoved, QuestionRetired
from ..models import Question, Survey
from ..rules import (
    Asked,
    Kind,
    moved,
    numbered,
    pages,
    read_condition,
    read_options,
    read_words,
    stepped,
)

MOST_QUESTIONS = 100
ANOTHER = frozenset({"kind", "words", "help", "options"})


@transaction.atomic
def add_question(
    actor: Actor,
    survey_id: int,
    kind: str,
    *,
    words: Mapping[str, str],
    hint: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
    is_required: bool = False,
    item: tuple[str, int] | None = None,
    key: str = "",
) -> Question:
    """A question at the end of the last page; `item` is the key and version it was taken from."""
    survey = locked(actor, survey_id)
    there = current(survey)
    if len(there) >= MOST_QUESTIONS:
        raise Invalid(_("100 questions are the most. Nobody answers more."))
    read = read_options(kind, options)
    told = pages(asked(there))
    question = Question.objects.create(
        survey=survey,
        key=_free_key(survey, key or "q"),
        version_from=writing(survey),
        kind=kind,
        words=read_words(words),
        help=read_words(hint),
        options=read,
        is_required=is_required,
        page=max(len(told), 1),
        position=len(told[-1]) + 1 if told else 1,
        item_key=item[0] if item else "",
        item_version=item[1] if item else None,
    )
    touched(survey)
    tell_event(actor, QuestionAdded(survey.pk, question.pk, kind))
    return question


@transaction.atomic
def change_question(
    actor: Actor, question_id: int, changes: Mapping[str, Any], *, seen: int | None = None
) -> Question:
    """Change kind, words, help, options, is_required or shown_if; nothing happens when it says the same.

    A question that was published and now asks something else is a new row that replaces it.
    """
    question, survey = _locked(actor, question_id, seen)
    there = current(survey)
    before = asked([question])[0]
    after = _changed(before, changes)
    fields = differing(before, after)
    if not fields:
        return question
    refuse_broken([after if one.id == before.id else one for one in asked(there)])
    number = writing(survey)
    replaced = None
    if ANOTHER & set(fields) and question.version_from <= published(survey):
        replaced = question.pk
        question = _replaced(question, number)
    for name in fields:
        setattr(question, name, getattr(after, name))
    question.save(update_fields=fields)
    touched(survey)
    tell_event(actor, QuestionChanged(survey.pk, question.pk, fields, replaced))
    return question


def move_question(
    actor: Actor, question_id: int, page: int, place: int, *, seen: int | None = None
) -> None:
    """Put a question at a place of a page, both from 1; a page beyond the last is a new one."""
    _move(actor, question_id, lambda told, key: moved(told, key, page, place), seen)


def step_question(actor: Actor, question_id: int, way: str) -> None:
    """Move a question one place `up` or `down`; over the edge of its page to the next one."""
    _move(actor, question_id, lambda told, key: stepped(told, key, way), None)


@transaction.atomic
def retire_question(actor: Actor, question_id: int) -> None:
    """Ask it no more. Who was sent a version with it still answers that; a never published one goes."""
    question, survey = _locked(actor, question_id, None)
    rest = [one for one in asked(current(survey)) if one.id != question.pk]
    refuse_broken(rest)
    writing(survey)
    if question.version_from > published(survey):
        question.delete()
    else:
        question.retired_at = clock.now()
        question.save(update_fields=["retired_at"])
    placed(numbered(pages(rest)))
    touched(survey)
    tell_event(actor, QuestionRetired(survey.pk, question_id))


@transaction.atomic
def _move(
    actor: Actor,
    question_id: int,
    order: Callable[[list[Asked], str], list[Asked]],
    seen: int | None,
) -> None:
    question, survey = _locked(actor, question_id, seen)
    before = asked(current(survey))
    after = order(before, question.key)
    if after == before:
        return
    refuse_broken(after)
    writing(survey)
    placed(after)
    touched(survey)
    now = next(one for one in after if one.id == question.pk)
    tell_event(actor, QuestionMoved(survey.pk, question.pk, now.page, now.position))


def _locked(actor: Actor, question_id: int, seen: int | None) -> tuple[Question, Survey]:
    found = Question.objects.filter(pk=question_id).values_list("survey_id", flat=True).first()
    if found is None:
        raise NotFound()
    survey = locked(actor, found, seen=seen)
    question = survey.questions.filter(pk=question_id, retired_at=None).first()
    if question is None:
        raise NotFound()
    return question, survey


def _changed(before: Asked, changes: Mapping[str, Any]) -> Asked:
    kind = str(changes.get("kind", before.kind))
    told: dict[str, Any] = {}
    if "kind" in changes or "options" in changes:
        told["options"] = read_options(kind, changes.get("options", before.options))
        told["kind"] = Kind(kind)
    for name in {"words", "help"} & set(changes):
        told[name] = read_words(changes[name])
    if "is_required" in changes:
        told["is_required"] = bool(changes["is_required"])
    if "shown_if" in changes:
        told["shown_if"] = read_condition(changes["shown_if"])
    return replace(before, **told)


def _replaced(question: Question, number: int) -> Question:
    """A new row in its place, the old one retired under its own key."""
    before = question.pk
    Question.objects.filter(pk=before).update(retired_at=clock.now())
    question.pk = None
    question.version_from, question.replaces_id = number, before
    question.save(force_insert=True)
    return question


def _free_key(survey: Survey, wanted: str) -> str:
    taken = set(survey.questions.values_list("key", flat=True))
    if wanted != "q" and wanted not in taken:
        return wanted
    return next(key for n in range(1, len(taken) + 2) if (key := f"{wanted[:50]}{n}") not in taken)
