"""Reads of results, the actor first: each asks `scope` who may read what."""

from __future__ import annotations

from .driven import Line as DriverLine
from .driven import drivers
from .expected import expectation
from .listing import LATELY_DAYS, own, readable, survey
from .overview import overview
from .singles import about_ticket, answers
from .themed import theme_trend, themes
from .told import by_group, crossed, headline, scores, trend
from .turned import representation
from .words import comments

__all__ = [
    "LATELY_DAYS",
    "DriverLine",
    "about_ticket",
    "answers",
    "by_group",
    "comments",
    "crossed",
    "drivers",
    "expectation",
    "headline",
    "overview",
    "own",
    "readable",
    "representation",
    "scores",
    "survey",
    "theme_trend",
    "themes",
    "trend",
]
