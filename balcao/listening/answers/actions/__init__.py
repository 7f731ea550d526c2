"""Verbs of answers."""

from __future__ import annotations

from .answering import answer
from .opening import open_ballots, open_due

__all__ = ["answer", "open_ballots", "open_due"]
