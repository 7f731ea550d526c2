"""What people write beside their scores: sentences on a theme, in the ways in which people write."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

MOST_CASUAL = 0.3


@cache
def pools(name: str) -> Mapping[str, tuple[str, ...]]:
    """The sentences of one file of remarks, by theme."""
    text = (files("balcao.demo") / "remarks" / f"{name}.toml").read_text("utf-8")
    return {theme: tuple(told) for theme, told in tomllib.loads(text).items()}


def written(
    rng: random.Random, name: str, themes: Sequence[str], words: Mapping[str, str] | None = None
) -> str:
    """A sentence on each of these themes, as one person writes it."""
    told = " ".join(rng.choice(pools(name)[theme]) for theme in themes)
    told = told.format_map(dict(words or {}))
    if rng.random() >= MOST_CASUAL:
        return told
    return rng.choice((told.lower(), told.rstrip("."), told.lower().rstrip("."), f"{told}.."))
