"""Which words are names in the register, looked up anew every few minutes or when somebody joins."""

from __future__ import annotations

from functools import lru_cache

from balcao.core import clock
from balcao.core.sql import row, rows
from balcao.core.text import fold

from .rules import Names

_SECONDS = 300
_LAST = "SELECT coalesce(max(id), 0) AS last FROM people_person"
_NAMES = "SELECT folded_name, preferred_name FROM people_person"


def known() -> Names:
    """The names as of at most five minutes ago; whoever is new counts at once."""
    found = row(_LAST)
    assert found is not None
    return _known(found["last"], int(clock.now().timestamp()) // _SECONDS)


@lru_cache(maxsize=1)
def _known(_last: int, _bucket: int) -> Names:
    first, every = set[str](), set[str]()
    for one in rows(_NAMES):
        for name in (one["folded_name"], fold(one["preferred_name"])):
            words = name.replace("-", " ").split()
            every.update(words)
            first.update(words[:1])
    return Names(frozenset(first), frozenset(every))
