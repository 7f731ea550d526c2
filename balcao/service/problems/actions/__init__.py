"""Verbs of problems: each locks, requires, changes through a rule, saves and publishes."""

from .attaching import attach, detach
from .consenting import agree, decline
from .keeping import Draft, change_problem, give, move, open_problem
from .suggesting import dismiss_candidate, take_candidate
from .telling import begin_broadcast, stop_broadcast

__all__ = [
    "Draft",
    "agree",
    "attach",
    "begin_broadcast",
    "change_problem",
    "decline",
    "detach",
    "dismiss_candidate",
    "give",
    "move",
    "open_problem",
    "stop_broadcast",
    "take_candidate",
]
