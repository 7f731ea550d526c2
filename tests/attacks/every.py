"""Every attack, in the order of the report."""

from __future__ import annotations

from . import numbers, stores, words
from .outcomes import Attack

ATTACKS: tuple[Attack, ...] = (*numbers.ATTACKS, *stores.ATTACKS, *words.ATTACKS)
