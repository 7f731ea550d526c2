"""What came of an attack, and of the same attack where nothing stands in its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Outcome(NamedTuple):
    """How often it was tried, how often it found out about fewer people than it may, and how often
    the same attacker does where groups are looked at one by one, or the key is at hand."""

    tried: int
    won: int
    won_unguarded: int


Attack = Callable[[], Outcome]


def title(attack: Attack) -> str:
    """What an attack tries: the first sentence of its docstring, the number being that of the rule."""
    told = (attack.__doc__ or "").partition("\n\n")[0]
    return " ".join(told.split())
