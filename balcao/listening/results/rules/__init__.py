"""Rules of results: what is told of counts, what is hidden and why, and by which groups. All pure."""

from __future__ import annotations

from .counting import SCORED, headline, measure, parts, positions, size
from .course import a_year_before, compared, round_label, stretch_label
from .cuts import CROSSED, CUTS, FROZEN, NAMED, SERVED, Cut, cut_label, tenure_place, value_label
from .gating import Gate, Group, Members, audited, groups, voters
from .scoring import change, score, told_of
from .stretches import Step, begin_of, instants, stretches
from .telling import Hidden, Point, Reason, Represented, Score, Turned
from .turning import coarse, response

__all__ = [
    "CROSSED",
    "CUTS",
    "FROZEN",
    "NAMED",
    "SCORED",
    "SERVED",
    "Cut",
    "Gate",
    "Group",
    "Hidden",
    "Members",
    "Point",
    "Reason",
    "Represented",
    "Score",
    "Step",
    "Turned",
    "a_year_before",
    "audited",
    "begin_of",
    "change",
    "coarse",
    "compared",
    "cut_label",
    "groups",
    "headline",
    "instants",
    "measure",
    "parts",
    "positions",
    "response",
    "round_label",
    "score",
    "size",
    "stretch_label",
    "stretches",
    "tenure_place",
    "told_of",
    "value_label",
    "voters",
]
