"""The problem behind an incident, where it is told."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.service.problems import queries as problems
from balcao.service.problems.rules import ENDED

OFFERED = 100


def problem_choices(actor: Actor, chosen: int | None = None) -> list[tuple[int, str]]:
    """The problems one may read that last, the latest first, and the chosen one."""
    if not problems.may_see(actor):
        return []
    found, _following = problems.problems(actor, limit=OFFERED)
    lasting = [one for one in found if one["state"] not in ENDED or one["id"] == chosen]
    return [(one["id"], one["title"]) for one in lasting]
