"""Rules of results: what is told of counts, what is hidden and why, and by which groups. All pure."""

from __future__ import annotations

from .counting import SCORED, headline, measure, parts, positions, size
from .cuts import CROSSED, CUTS, FROZEN, NAMED, Cut, cut_label, tenure_place, value_label
from .gating import Gate, Group, Members, audited, groups, voters
from .scoring import change, score, told_of
from .stretches import Step, begin_of, instants, stretches
from .telling import Hidden, Point, Reason, Represented, Score, Turned

__all__ = [
    "CROSSED",
    "CUTS",
    "FROZEN",
    "NAMED",
    "SCORED",
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
    "audited",
    "begin_of",
    "change",
    "cut_label",
    "groups",
    "headline",
    "instants",
    "measure",
    "parts",
    "positions",
    "score",
    "size",
    "stretches",
    "tenure_place",
    "told_of",
    "value_label",
    "voters",
]
