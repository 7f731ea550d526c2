from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import combinations

from balcao.core import text

PAIRED = 3
_ADDRESS = re.compile(r"\S+@\S+")
_NUMBER = re.compile(r"\d[\d./\- ]{4,}\d")


def searched(words: str, most: int = 80) -> str:
    """What was searched for as it may be kept: folded, without addresses and long numbers."""
    told = text.fold(text.one_line(words, 400))
    told = _NUMBER.sub("#", _ADDRESS.sub("@", told))
    return " ".join(told.split())[:most].strip()


def rarity(held: int, all_parts: float) -> float:
    """How much a word says that stands in so many of all parts: the inverse frequency of BM25
    (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009)."""
    return math.log(1 + (max(all_parts, held) - held + 0.5) / (held + 0.5))


def keys(held: Sequence[int], *, common: int, few: int, enough: int) -> list[tuple[int, ...]]:
    """Which words to look up, alone or two in one part, given in how many parts each stands, rarest first.

    Rare words as long as they stand in `few` parts together; where that is not `enough`, what holds
    two of the next three. A word in `common` parts or more is looked up alone only if all are such.
    """
    chosen: list[tuple[int, ...]] = []
    total = 0
    for place, count in enumerate(held):
        if count >= common or total + count > few:
            break
        chosen.append((place,))
        total += count
    if total >= enough:
        return chosen
    first = len(chosen)
    following = range(first, min(first + PAIRED, len(held)))
    pairs = list(combinations(following, 2))
    return [*chosen, *pairs] if chosen else [*pairs, *((place,) for place in following[:1])]
