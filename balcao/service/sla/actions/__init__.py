"""Verbs of promises: set a policy, pause and resume, fire what is due, recalculate."""

from .asked import begin_promise, end_promise
from .calling import begin_callback, end_callback
from .dating import agree_on_day
from .firing import fire_all, fire_due
from .pausing import pause, resume
from .policies import Terms, set_policy
from .recalculating import recalculate_all, recalculate_batch, recalculate_calendar

__all__ = [
    "Terms",
    "agree_on_day",
    "begin_callback",
    "begin_promise",
    "end_callback",
    "end_promise",
    "fire_all",
    "fire_due",
    "pause",
    "recalculate_all",
    "recalculate_batch",
    "recalculate_calendar",
    "resume",
    "set_policy",
]
