"""Verbs that write journeys, their stages, and the questions that tell how a stage goes."""

from __future__ import annotations

from .journeying import add_journey, change_journey, remove_journey, take_journey
from .linking import link, unlink
from .staging import add_stage, change_stage, move_stage, remove_stage, step_stage

__all__ = [
    "add_journey",
    "add_stage",
    "change_journey",
    "change_stage",
    "link",
    "move_stage",
    "remove_journey",
    "remove_stage",
    "step_stage",
    "take_journey",
    "unlink",
]
