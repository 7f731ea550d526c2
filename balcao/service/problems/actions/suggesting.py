from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, NotFound
from balcao.core.sql import rows
from balcao.events.actions import publish

from ..events import CandidateDecided
from ..models import Candidate, CandidateState, Problem
from .attaching import attach
from .keeping import Draft, open_problem


@transaction.atomic
def take_candidate(actor: Actor, candidate_id: int, title: str) -> Problem:
    """Look for the cause of what was suggested: a problem of its team with its tickets."""
    found = _locked(actor, candidate_id)
    problem = open_problem(actor, found.team_id, Draft(title))
    if there := _still_there(found):
        attach(actor, problem.pk, there)
    _decide(actor, found, CandidateState.TAKEN, problem)
    return problem


@transaction.atomic
def dismiss_candidate(actor: Actor, candidate_id: int) -> None:
    """There is no one cause; it comes back only when twice as many tickets have come."""
    _decide(actor, _locked(actor, candidate_id), CandidateState.DISMISSED, None)


def _decide(actor: Actor, found: Candidate, state: str, problem: Problem | None) -> None:
    found.state, found.problem, found.decided_at = state, problem, clock.now()
    found.decided_by_id = actor.person_id
    found.save(update_fields=["state", "problem", "decided_at", "decided_by"])
    number = problem.pk if problem else None
    publish(actor, CandidateDecided(found.pk, state=state, problem_id=number))


def _locked(actor: Actor, candidate_id: int) -> Candidate:
    found = Candidate.objects.select_for_update().filter(pk=candidate_id).first()
    if found is None or not (actor.is_system or found.team_id in actor.team_ids):
        raise NotFound()
    require(actor, Permission.CHANGE_TICKET, found.team_id)
    if found.state != CandidateState.SUGGESTED:
        raise Conflict(_("Somebody decided on this already."))
    return found


def _still_there(found: Candidate) -> list[int]:
    """Its tickets that are still the team's."""
    params = {"ids": found.tickets, "team": found.team_id}
    there = rows(
        "SELECT id FROM tickets_ticket WHERE id = ANY(%(ids)s) AND team_id = %(team)s", params
    )
    return [line["id"] for line in there]
