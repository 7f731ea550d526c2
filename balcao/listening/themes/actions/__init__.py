"""Verbs of themes."""

from __future__ import annotations

from .correcting import correct
from .counting import count_wave, count_waves
from .marking import mark, mark_all, mark_due, note
from .proposing import drop_proposal, name_proposal, propose, propose_all
from .recounting import recount, recount_due
from .triage import learn, learn_all
from .wording import add_theme, change_terms, rename_theme, restore_theme, retire_theme

__all__ = [
    "add_theme",
    "change_terms",
    "correct",
    "count_wave",
    "count_waves",
    "drop_proposal",
    "learn",
    "learn_all",
    "mark",
    "mark_all",
    "mark_due",
    "name_proposal",
    "note",
    "propose",
    "propose_all",
    "recount",
    "recount_due",
    "rename_theme",
    "restore_theme",
    "retire_theme",
]
