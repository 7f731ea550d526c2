"""Verbs of the agent's time: come back to a ticket, put it off, count what was spent on it."""

from .appointments import add_appointment, drop_appointment
from .firing import fire_all, fire_due
from .following_up import finish, postpone, remind
from .snoozing import snooze
from .timing import correct, count

__all__ = [
    "add_appointment",
    "correct",
    "count",
    "drop_appointment",
    "finish",
    "fire_all",
    "fire_due",
    "postpone",
    "remind",
    "snooze",
]
