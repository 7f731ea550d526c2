"""Values dealt as cards are: by chance in their order, never in how often each comes."""

from __future__ import annotations

import random
from collections.abc import Hashable
from dataclasses import dataclass, field

from ..truths import Weights


@dataclass(slots=True)
class Decks:
    """One deck for each name, shuffled anew whenever it is used up.

    Dealt so, what was planted is found again at every date, and a rare value is never missing.
    """

    rng: random.Random
    _left: dict[Hashable, list[int]] = field(default_factory=dict)

    def deal(self, weights: Weights, *name: Hashable) -> int:
        """The next value of the deck of this name."""
        left = self._left.setdefault(name, [])
        if not left:
            left += [value for value, often in sorted(weights.items()) for _card in range(often)]
            self.rng.shuffle(left)
        return left.pop()
