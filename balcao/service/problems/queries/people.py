from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.sql import Row

from .. import owners
from .reading import problem


def candidates_for_owner(actor: Actor, problem_id: int) -> list[Row]:
    """Who may look after a problem one may change, by name; else nobody."""
    found = problem(actor, problem_id)
    return owners.of_team(found["team_id"]) if found["may_change"] else []
