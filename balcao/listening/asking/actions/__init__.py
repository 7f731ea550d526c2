"""Verbs of asking. Whom it falls on follows from occasions; nobody picks a person."""

from __future__ import annotations

from .answering import mark_answered
from .occasions import Terms, set_occasion, stop_occasion
from .opening import close_due, draw_sample, open_due, open_wave, prepare
from .planning import Happened, plan, withdraw
from .sending import send_all, send_due

__all__ = [
    "Happened",
    "Terms",
    "close_due",
    "draw_sample",
    "mark_answered",
    "open_due",
    "open_wave",
    "plan",
    "prepare",
    "send_all",
    "send_due",
    "set_occasion",
    "stop_occasion",
    "withdraw",
]
