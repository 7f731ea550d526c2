"""Rules of themes: how words meet, which themes a text speaks of, what groups of comments share."""

from .matching import GAP, Dictionary, Hit, Phrase, compiled, hits, normal, themes
from .telling import Audited, Cell, Hidden, Point, Share, audited, cells
from .words import EXACTLY, Token, stem, tokens

__all__ = [
    "EXACTLY",
    "GAP",
    "Audited",
    "Cell",
    "Dictionary",
    "Hidden",
    "Hit",
    "Phrase",
    "Point",
    "Share",
    "Token",
    "audited",
    "cells",
    "compiled",
    "hits",
    "normal",
    "stem",
    "themes",
    "tokens",
]
