"""Reads of ideas, actor first. Outside one's scope there is nothing: NotFound, or an empty list."""

from __future__ import annotations

from .boards import attainment, board, boards, bringable, is_protected, may_keep, rounds, waiting
from .counting import LISTED, is_secret
from .listing import ideas, own, similar
from .noticing import glance, notices, unseen
from .reading import changes, comments, experiments, idea, merged

__all__ = [
    "LISTED",
    "attainment",
    "board",
    "boards",
    "bringable",
    "changes",
    "comments",
    "experiments",
    "glance",
    "idea",
    "ideas",
    "is_protected",
    "is_secret",
    "may_keep",
    "merged",
    "notices",
    "own",
    "rounds",
    "similar",
    "unseen",
    "waiting",
]
