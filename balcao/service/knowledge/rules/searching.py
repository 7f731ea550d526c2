from __future__ import annotations

import re

from balcao.core import text

_ADDRESS = re.compile(r"\S+@\S+")
_NUMBER = re.compile(r"\d[\d./\- ]{4,}\d")


def searched(words: str, most: int = 80) -> str:
    """What was searched for as it may be kept: folded, without addresses and long numbers."""
    told = text.fold(text.one_line(words, 400))
    told = _NUMBER.sub("#", _ADDRESS.sub("@", told))
    return " ".join(told.split())[:most].strip()
