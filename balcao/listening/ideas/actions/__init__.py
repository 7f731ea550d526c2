"""Verbs of ideas."""

from __future__ import annotations

from .boards import add_board, change_board, close_board, reopen_board
from .bringing import bring
from .experimenting import Trial, begin_experiment, decide
from .keeping import answer, hide, hide_comment, say, unhide, unhide_comment
from .merging import merge, part
from .noticing import see
from .publishing import publish_due, publish_envelope
from .rounds import close_due, close_round, open_round
from .suggesting import Kept, comment, suggest
from .voting import vote
from .warning import fire_all, fire_due

__all__ = [
    "Kept",
    "Trial",
    "add_board",
    "answer",
    "begin_experiment",
    "bring",
    "change_board",
    "close_board",
    "close_due",
    "close_round",
    "comment",
    "decide",
    "fire_all",
    "fire_due",
    "hide",
    "hide_comment",
    "merge",
    "open_round",
    "part",
    "publish_due",
    "publish_envelope",
    "reopen_board",
    "say",
    "see",
    "suggest",
    "unhide",
    "unhide_comment",
    "vote",
]
