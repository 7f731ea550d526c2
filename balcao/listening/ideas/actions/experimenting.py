from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.actions import publish
from balcao.listening.results import scope as results
from balcao.listening.surveys.models import Question

from .. import rules, scope
from ..events import ExperimentBegun, ExperimentDecided
from ..measuring import before_and_after
from ..models import Board, Experiment, Idea
from .keeping import kept, move

MEASURE_MOST = 200


@dataclass(frozen=True, slots=True)
class Trial:
    """An experiment as it is set up; the measure is a survey's question, or words."""

    expects: str
    starts_on: date
    ends_on: date
    measure: str = ""
    question_id: int | None = None


@transaction.atomic
def begin_experiment(actor: Actor, idea_id: int, trial: Trial) -> Experiment:
    """Try an idea: what is expected, how it will be seen, from when to when. Its backers are told."""
    idea, board = kept(actor, idea_id)
    expects = text.clean(trial.expects).strip()[: rules.WORDS_MOST]
    measure = text.one_line(trial.measure, MEASURE_MOST)
    wrong = _problems(trial, expects, measure)
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    if idea.experiments.filter(decided_at=None).exists():
        raise Forbidden(_("An experiment runs already: decide on it first."))
    question = _question(actor, trial.question_id)
    made = Experiment.objects.create(
        idea=idea,
        expects=expects,
        measure=measure,
        survey_id=question.survey_id if question else None,
        question=question,
        owner_id=actor.person_id,
        starts_on=trial.starts_on,
        ends_on=trial.ends_on,
        created_at=clock.now(),
    )
    publish(actor, ExperimentBegun(idea.pk, made.pk))
    move(actor, board, idea, rules.State.EXPERIMENT, expects)
    return made


@transaction.atomic
def decide(
    actor: Actor,
    experiment_id: int,
    decision: str,
    result: str,
    *,
    before: str = "",
    after: str = "",
) -> Experiment:
    """Write down what came of an experiment, and what follows: adopt, adapt or drop.

    Where a survey measures, both scores and how sure their difference is are taken from it now, and
    stay; else the two numbers are kept as they are told.
    """
    found = Experiment.objects.select_related("idea").filter(pk=experiment_id).first()
    if found is None or not scope.looks_after(actor, found.idea.board_id):
        raise NotFound()
    idea, board = kept(actor, found.idea_id)
    trial = Experiment.objects.select_for_update(of=("self",)).get(pk=experiment_id)
    said = text.clean(result).strip()[: rules.WORDS_MOST]
    if trial.decided_at is not None:
        raise Forbidden(_("This experiment has been decided on."))
    if decision not in set(rules.Decision) or not said:
        wrong = _("Say what came of it, and what follows.")
        raise Invalid(wrong, {"result": wrong})
    told = _typed(before, after)
    if trial.survey_id is not None and trial.question_id is not None:
        told = before_and_after(trial.survey_id, trial.question_id, trial.starts_on, trial.ends_on)
    trial.before, trial.after, trial.change = told
    trial.result, trial.decision, trial.decided_at = said, decision, clock.now()
    trial.save(update_fields=["before", "after", "change", "result", "decision", "decided_at"])
    publish(actor, ExperimentDecided(idea.pk, trial.pk, decision))
    _go_on(actor, board, idea, decision, said)
    return trial


def _go_on(actor: Actor, board: Board, idea: Idea, decision: str, said: str) -> None:
    state = {
        rules.Decision.ADOPT: rules.State.DONE,
        rules.Decision.ADAPT: rules.State.PLANNED,
        rules.Decision.DROP: rules.State.DECLINED,
    }[rules.Decision(decision)]
    move(actor, board, idea, state, said)


def _problems(trial: Trial, expects: str, measure: str) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if not expects:
        wrong["expects"] = _("Say what you expect to see.")
    if not measure and trial.question_id is None:
        wrong["measure"] = _("Say how it will be seen: a survey's question, or a number in words.")
    if trial.ends_on <= trial.starts_on:
        wrong["ends_on"] = _("It ends after it begins.")
    return wrong


def _question(actor: Actor, question_id: int | None) -> Question | None:
    """A question whose results one may read; NotFound for others."""
    if question_id is None:
        return None
    found = Question.objects.filter(pk=question_id).first()
    if found is None:
        raise NotFound()
    results.survey(actor, found.survey_id)
    return found


def _typed(before: str, after: str) -> tuple[Any, Any, Any]:
    first, last = (
        {"value": number} if number is not None else None
        for number in (_number(before), _number(after))
    )
    return first, last, None


def _number(told: str) -> float | None:
    """A number as it is typed, with a comma or a point; None for nothing. Invalid for anything else."""
    bare = told.strip().replace(".", "").replace(",", ".") if "," in told else told.strip()
    if not bare:
        return None
    try:
        found = float(bare)
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or abs(found) >= 1e12:
        wrong = _("Write numbers as 12.5 or 12,5.")
        raise Invalid(wrong, {"before": wrong})
    return found
