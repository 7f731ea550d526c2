"""What Móveis Boa Praça knows, by whom it may be read."""

from __future__ import annotations

from .inside import INSIDE
from .outside import OUTSIDE
from .told import Told

ARTICLES: tuple[Told, ...] = (*OUTSIDE, *INSIDE)

__all__ = ["ARTICLES", "Told"]
