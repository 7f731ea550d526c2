"""Verbs of answers."""

from __future__ import annotations

from .answering import NOTHING, answer, answer_as
from .opening import open_ballots, open_due

__all__ = ["NOTHING", "answer", "answer_as", "open_ballots", "open_due"]
