"""Verbs of answers."""

from __future__ import annotations

from .answering import NOTHING, answer, answer_as
from .opening import open_ballots, open_due
from .unasked import FormWorn, answer_by_link, answer_to

__all__ = [
    "NOTHING",
    "FormWorn",
    "answer",
    "answer_as",
    "answer_by_link",
    "answer_to",
    "open_ballots",
    "open_due",
]
