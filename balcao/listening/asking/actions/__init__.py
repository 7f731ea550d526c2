"""Verbs of asking. Whom it falls on follows from occasions; nobody picks a person.

Only who told us something is asked, once, whether it is solved: `ask_back`.
"""

from __future__ import annotations

from .answering import mark_answered
from .asking_back import ask_back
from .links import open_link, stop_link, wave_by_link
from .occasions import Terms, set_occasion, stop_occasion
from .opening import close_due, draw_sample, open_due, open_wave, prepare
from .planning import Happened, plan, withdraw
from .sending import send_all, send_due

__all__ = [
    "Happened",
    "Terms",
    "ask_back",
    "close_due",
    "draw_sample",
    "mark_answered",
    "open_due",
    "open_link",
    "open_wave",
    "plan",
    "prepare",
    "send_all",
    "send_due",
    "set_occasion",
    "stop_link",
    "stop_occasion",
    "wave_by_link",
    "withdraw",
]
