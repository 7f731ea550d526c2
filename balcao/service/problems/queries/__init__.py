"""Reads of problems, actor first."""

from .beside import beside
from .consenting import consents, consents_asked, elsewhere
from .listing import candidates, counts, known_teams, may_see, problems, teams
from .people import candidates_for_owner
from .reaching import Reach, reach, samples
from .reading import broadcast, broadcasts, by_protocols, history, problem, refused, tickets

__all__ = [
    "Reach",
    "beside",
    "broadcast",
    "broadcasts",
    "by_protocols",
    "candidates",
    "candidates_for_owner",
    "consents",
    "consents_asked",
    "counts",
    "elsewhere",
    "history",
    "known_teams",
    "may_see",
    "problem",
    "problems",
    "reach",
    "refused",
    "samples",
    "teams",
    "tickets",
]
