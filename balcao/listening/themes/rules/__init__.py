"""Rules of themes: how words meet, which themes a text speaks of, what groups of comments share."""

from .grouping import Group, grouped
from .learning import Learnt, Refusal, is_bad, learnt
from .matching import GAP, Dictionary, Hit, Phrase, compiled, hits, normal, themes
from .telling import Audited, Cell, Hidden, Point, Share, audited, cells
from .words import EXACTLY, Token, stem, tokens

__all__ = [
    "EXACTLY",
    "GAP",
    "Audited",
    "Cell",
    "Dictionary",
    "Group",
    "Hidden",
    "Hit",
    "Learnt",
    "Phrase",
    "Point",
    "Refusal",
    "Share",
    "Token",
    "audited",
    "cells",
    "compiled",
    "grouped",
    "hits",
    "is_bad",
    "learnt",
    "normal",
    "stem",
    "themes",
    "tokens",
]
