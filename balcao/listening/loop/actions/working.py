from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.events.live import tell as wake

from .. import asking_back, scope, telling
from ..events import StepTicked, TaskEnded, TaskGiven, TaskNoted
from ..models import Task
from ..owners import candidates
from ..rules import ENDED, WORDS_MOST, State

_LOCK = f"""
SELECT k.id, {scope.ARRANGED} AS may_arrange, i.person_id FROM loop_task k
JOIN surveys_survey s ON s.id = k.survey_id LEFT JOIN teams_team team ON team.id = k.team_id
LEFT JOIN answers_answer a ON a.id = k.answer_id LEFT JOIN asking_invited i ON i.id = a.invited_id
WHERE k.id = %(task)s AND {scope.READ} FOR UPDATE OF k
"""


@transaction.atomic
def take(actor: Actor, task_id: int) -> Task:
    """Do it oneself: its owner begins, or who may give it to somebody takes it over."""
    task, _may_arrange, respondent = _locked(actor, task_id)
    if respondent == actor.me:
        raise Forbidden(_("It came of your own answer: somebody else takes care of it."))
    _give(actor, task, actor.me)
    return _touched(task)


@transaction.atomic
def give(actor: Actor, task_id: int, person_id: int) -> Task:
    """Give it to somebody of its team; for supervisors and those who may edit the survey."""
    task, may_arrange, respondent = _locked(actor, task_id)
    if not may_arrange:
        raise Forbidden()
    if person_id not in {one["id"] for one in candidates(task.team_id, respondent)}:
        raise Invalid(
            _("This person can't take it."), {"person": _("Choose somebody of the team.")}
        )
    _give(actor, task, person_id)
    return task


@transaction.atomic
def tick(actor: Actor, task_id: int, step: int, *, is_done: bool) -> Task:
    """Tick a step of the playbook, from 0, or take the tick away."""
    task, _may_arrange, _respondent = _locked(actor, task_id)
    if not 0 <= step < len(task.playbook.get("steps", [])):
        raise NotFound()
    if (step in task.ticked) == is_done:
        return task
    task.ticked = sorted({*task.ticked, step} if is_done else {*task.ticked} - {step})
    task.save(update_fields=["ticked"])
    publish(actor, StepTicked(task.pk, step, is_done))
    return _touched(task)


@transaction.atomic
def note(actor: Actor, task_id: int, words: str) -> Task:
    """Write down what was done so far."""
    task, _may_arrange, _respondent = _locked(actor, task_id)
    told = _read(words)
    if told != task.what_done:
        task.what_done = told
        task.save(update_fields=["what_done"])
        publish(actor, TaskNoted(task.pk))
    return _touched(task)


@transaction.atomic
def finish(actor: Actor, task_id: int, what_done: str) -> Task:
    """It is done: who answered is asked once whether it is solved. No ticket opens again by that."""
    task = _ended(actor, task_id, State.DONE, what_done)
    made = asking_back.ask(task)
    if made is not None:
        task.follow_up = made
        task.save(update_fields=["follow_up"])
    return task


@transaction.atomic
def drop(actor: Actor, task_id: int, reason: str) -> Task:
    """Nothing is to be done, and why; nobody is asked anything."""
    return _ended(actor, task_id, State.DROPPED, reason)


def _ended(actor: Actor, task_id: int, state: State, words: str) -> Task:
    task, _may_arrange, _respondent = _locked(actor, task_id)
    told = _read(words)
    if not told:
        why = _("Say what was done.") if state is State.DONE else _("Say why.")
        raise Invalid(why, {"words": why})
    now = clock.now()
    if task.owner_id is None and actor.person_id is not None:
        task.owner_id = actor.person_id
    task.state, task.what_done, task.ended_at = state, told, now
    task.touched_at = task.touched_at or now
    task.save(update_fields=["state", "what_done", "ended_at", "touched_at", "owner"])
    publish(actor, TaskEnded(task.pk, state, now > task.due_at))
    _wake(task)
    return task


def _give(actor: Actor, task: Task, person_id: int) -> None:
    before = task.owner_id
    if before == person_id:
        return
    task.owner_id = person_id
    task.save(update_fields=["owner"])
    publish(actor, TaskGiven(task.pk, before, person_id))
    telling.tell(actor, task, telling.Why.GIVEN)
    if before is not None:
        wake(f"person:{before}")


def _touched(task: Task) -> Task:
    if task.state == State.OPEN:
        task.state, task.touched_at = State.DOING, clock.now()
        task.save(update_fields=["state", "touched_at"])
    _wake(task)
    return task


def _wake(task: Task) -> None:
    if task.owner_id is not None:
        wake(f"person:{task.owner_id}")


def _read(words: str) -> str:
    told = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(told) > WORDS_MOST:
        raise Invalid(_("At most 4,000 characters."), {"words": _("Shorten it.")})
    return told


def _locked(actor: Actor, task_id: int) -> tuple[Task, bool, int | None]:
    """The task, held for a change; whether the actor may give it away; whose answer it came of."""
    found = row(_LOCK, {**scope.params(actor), "task": task_id})
    if found is None:
        raise NotFound()
    task = Task.objects.select_related("answer__invited").get(pk=task_id)
    if task.state in ENDED:
        raise Conflict(_("This task has ended already."))
    return task, found["may_arrange"], found["person_id"]
