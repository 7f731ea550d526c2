"""What readers are told of what works, by their audience; and what keepers see of it."""

from .board import board, edition, open_now
from .incidents import incident, incidents
from .keeping import components, may_keep, of_problem, problem_behind, teams

__all__ = [
    "board",
    "components",
    "edition",
    "incident",
    "incidents",
    "may_keep",
    "of_problem",
    "open_now",
    "problem_behind",
    "teams",
]
