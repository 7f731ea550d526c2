"""Reads of journeys, the actor first: their stages, and what is drawn of them."""

from __future__ import annotations

from .drawing import drawn
from .keeping import (
    journey,
    journeys,
    linkable,
    may_read,
    questions_by_stage,
    stage,
    stage_of_link,
    stages,
)
from .speaking import themes

__all__ = [
    "drawn",
    "journey",
    "journeys",
    "linkable",
    "may_read",
    "questions_by_stage",
    "stage",
    "stage_of_link",
    "stages",
    "themes",
]
