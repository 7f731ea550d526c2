"""Verbs that write surveys, their questions, and the company's library of items."""

from __future__ import annotations

from .asking import add_question, change_question, move_question, retire_question, step_question
from .keeping import import_items, take_item
from .launching import close, discard_survey, publish
from .surveying import add_survey, change_survey

__all__ = [
    "add_question",
    "add_survey",
    "change_question",
    "change_survey",
    "close",
    "discard_survey",
    "import_items",
    "move_question",
    "publish",
    "retire_question",
    "step_question",
    "take_item",
]
