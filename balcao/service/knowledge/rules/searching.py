from __future__ import annotations

import math
import re
from collections.abc import Sequence

from balcao.core import text

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


def rarest(held: Sequence[int], most: int) -> int:
    """How many words, rarest first, to look up so that they stand in about `most` parts; one at least."""
    total, chosen = 0, 0
    for count in held:
        total += count
        if chosen and total > most:
            break
        chosen += 1
    return chosen
