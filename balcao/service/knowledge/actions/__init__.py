"""Verbs of knowledge."""

from __future__ import annotations

from .beginning import begin, settle
from .categories import add_category, change_category, remove_category
from .feedback import count_feedback, give_feedback, settle_feedback
from .pictures import add_picture
from .publishing import publish, publish_due, review, schedule, unschedule, withdraw
from .relating import relate, unrelate
from .searching import note_search, settle_search
from .showing import note_opened, note_outcome, note_shown
from .warning import warn_due
from .writing import submit, translate, write

__all__ = [
    "add_category",
    "add_picture",
    "begin",
    "change_category",
    "count_feedback",
    "give_feedback",
    "note_opened",
    "note_outcome",
    "note_search",
    "note_shown",
    "publish",
    "publish_due",
    "relate",
    "remove_category",
    "review",
    "schedule",
    "settle",
    "settle_feedback",
    "settle_search",
    "submit",
    "translate",
    "unrelate",
    "unschedule",
    "warn_due",
    "withdraw",
    "write",
]
