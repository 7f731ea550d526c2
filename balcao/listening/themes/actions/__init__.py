"""Verbs of themes."""

from __future__ import annotations

from .counting import count_wave, count_waves
from .marking import mark, mark_all, mark_due, note

__all__ = ["count_wave", "count_waves", "mark", "mark_all", "mark_due", "note"]
