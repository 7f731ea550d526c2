"""Reads of the loop, the actor first."""

from __future__ import annotations

from .arranged import may_arrange, playbook_list, rules_in_force
from .tasks import COUNTED, counts, due, history, may_see, takers, task, tasks, teams
from .told import readers, told, told_list, told_to

__all__ = [
    "COUNTED",
    "counts",
    "due",
    "history",
    "may_arrange",
    "may_see",
    "playbook_list",
    "readers",
    "rules_in_force",
    "takers",
    "task",
    "tasks",
    "teams",
    "told",
    "told_list",
    "told_to",
]
