from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import row
from balcao.core.text import clean, fold, one_line
from balcao.events.actions import publish
from balcao.register.teams.models import Team

from .. import rules, scope
from ..events import ProblemChanged, ProblemMoved, ProblemOpened
from ..models import Problem
from ..owners import may_look_after

_LOCK = f"""
SELECT k.id, {scope.CHANGED} AS may_change FROM problems_problem k
JOIN teams_team team ON team.id = k.team_id
WHERE k.id = %(problem)s AND {scope.READ} FOR UPDATE OF k
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written of a problem."""

    title: str
    symptom: str = ""
    cause: str = ""
    workaround: str = ""


@transaction.atomic
def open_problem(actor: Actor, team_id: int, draft: Draft) -> Problem:
    """A cause to be looked for, by a team one changes tickets of; whoever opens it looks after it."""
    team = Team.objects.filter(pk=team_id, is_active=True).first()
    if team is None or not (actor.is_system or team_id in actor.team_ids):
        raise Invalid(_("Choose a team."), {"team": _("Choose a team.")})
    require(actor, Permission.CHANGE_TICKET, team_id)
    told, now = _read(draft), clock.now()
    problem = Problem.objects.create(
        team=team,
        owner_id=actor.person_id,
        title=told.title,
        symptom=told.symptom,
        cause=told.cause,
        workaround=told.workaround,
        **_found_by(told),
        created_at=now,
        updated_at=now,
    )
    publish(actor, ProblemOpened(problem.pk, team_id=team_id))
    return problem


@transaction.atomic
def change_problem(
    actor: Actor, problem_id: int, draft: Draft, *, version: int | None = None
) -> Problem:
    """Write it anew; Conflict when `version` is no longer the problem's."""
    problem = changing(actor, problem_id)
    if version is not None and version != problem.version:
        raise Conflict()
    told = _read(draft)
    names = ("title", "symptom", "cause", "workaround")
    fields = [name for name in names if getattr(problem, name) != getattr(told, name)]
    if not fields:
        return problem
    for name in fields:
        setattr(problem, name, getattr(told, name))
    if problem.state == rules.State.KNOWN:
        _require_written(problem, rules.State.KNOWN, "")
    found_by = _found_by(told)
    for name, value in found_by.items():
        setattr(problem, name, value)
    touch(problem, *fields, *found_by)
    publish(actor, ProblemChanged(problem.pk, fields=fields))
    return problem


@transaction.atomic
def move(actor: Actor, problem_id: int, after: str, reason: str = "") -> Problem:
    """Say where it stands now; `reason` where it ends without being put right."""
    problem = changing(actor, problem_id)
    before = rules.State(problem.state)
    if after not in set(rules.State) or not rules.may_become(before, rules.State(after)):
        raise Invalid(_("It can't become this from where it stands."))
    wanted, told = rules.State(after), clean(reason).strip()[: rules.TEXT_MOST]
    _require_written(problem, wanted, told)
    problem.state = wanted
    problem.ended_at = clock.now() if wanted in rules.ENDED else None
    problem.ended_why = told if wanted is rules.State.CLOSED else ""
    touch(problem, "state", "ended_at", "ended_why")
    publish(actor, ProblemMoved(problem.pk, before=before, after=wanted))
    return problem


@transaction.atomic
def give(actor: Actor, problem_id: int, person_id: int | None) -> Problem:
    """Somebody else of its team looks after it, or nobody yet."""
    problem = changing(actor, problem_id)
    if person_id is not None and not may_look_after(problem.team_id, person_id):
        why = _("Choose somebody of the team.")
        raise Invalid(why, {"person": why})
    if problem.owner_id != person_id:
        problem.owner_id = person_id
        touch(problem, "owner")
        publish(actor, ProblemChanged(problem.pk, fields=["owner"]))
    return problem


def reading(actor: Actor, problem_id: int) -> tuple[Problem, bool]:
    """The problem, locked, and whether the actor may change it; NotFound outside the scope."""
    found = row(_LOCK, {**scope.params(actor), "problem": problem_id})
    if found is None:
        raise NotFound()
    return Problem.objects.get(pk=problem_id), bool(found["may_change"])


def changing(actor: Actor, problem_id: int) -> Problem:
    """The problem, locked, for one who may change it; else NotFound or Forbidden."""
    problem, may_change = reading(actor, problem_id)
    if not may_change:
        raise Forbidden()
    return problem


def touch(problem: Problem, *fields: str) -> None:
    """Save these fields, and that it changed."""
    problem.version += 1
    problem.updated_at = clock.now()
    problem.save(update_fields=[*fields, "version", "updated_at"])


def _require_written(problem: Problem, after: rules.State, reason: str) -> None:
    missing = rules.lacking(
        after, cause=problem.cause, workaround=problem.workaround, reason=reason
    )
    if missing:
        raise Invalid(next(iter(missing.values())), missing)


def _read(draft: Draft) -> Draft:
    title = one_line(clean(draft.title), rules.TITLE_MOST).strip()
    if not title:
        why = _("Say in one line what goes wrong.")
        raise Invalid(why, {"title": why})
    texts = {
        name: clean(getattr(draft, name)).replace("\r\n", "\n").strip()
        for name in ("symptom", "cause", "workaround")
    }
    for name, told in texts.items():
        if len(told) > rules.TEXT_MOST:
            raise Invalid(_("This text is too long."), {name: _("This text is too long.")})
    return Draft(title, **texts)


def _found_by(told: Draft) -> dict[str, Any]:
    """By which words it is found: those that are asked for, and those that tickets hold."""
    written = " ".join((told.title, told.symptom, told.cause, told.workaround))
    return {"folded": fold(written), "words": rules.words(written)}
