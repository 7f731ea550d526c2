"""What is told of a theme: a share with its doubt, or that nothing may be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from balcao.measures.bands import Banded
from balcao.measures.privacy import release
from balcao.measures.scores import Difference, Estimate

WHOLE = ("", "")
Cut = tuple[str, str]


class Hidden(NamedTuple):
    """Nothing may be told: as few as none, or too few, speak of it; or it would tell about others."""


class Share(NamedTuple):
    """How many of those who wrote speak of a theme, as a share from 0 to 1.

    `found` is exact and of identified answers alone; of anonymous ones `told` has a band.
    `wave` and `edition` say of an anonymous share when, and by which words, it was counted.
    """

    theme_id: int
    key: str
    names: Mapping[str, str]
    told: Estimate | Banded | Hidden
    found: int | None = None
    wave: int | None = None
    edition: int | None = None


class Point(NamedTuple):
    """A share in one stretch of time, and its change from the one before where both are exact."""

    since: date
    label: str
    told: Estimate | Banded | Hidden | None
    change: Difference | None = None


class Cell(NamedTuple):
    """A theme (or, with None, every comment) within one group of a wave."""

    theme: int | None
    cut: str
    value: str


class Audited(NamedTuple):
    """The cells that may be told beside all that was told before, and which of them to everybody."""

    released: frozenset[Cell]
    for_all: frozenset[Cell]


def cells(
    comments: Mapping[str, tuple[set[int], Mapping[str, str]]],
) -> dict[Cell, frozenset[str]]:
    """Which comments are behind each theme in each group; `comments` maps an id to both.

    Largest first, and always in the same order.
    """
    found: dict[Cell, set[str]] = {}
    for comment, (themes, groups) in comments.items():
        for cut, value in (WHOLE, *groups.items()):
            for theme in (None, *themes):
                found.setdefault(Cell(theme, cut, str(value)), set()).add(comment)
    order = sorted(
        found, key=lambda cell: (-len(found[cell]), cell.cut, cell.value, cell.theme or 0)
    )
    return {cell: frozenset(found[cell]) for cell in order}


def audited(
    found: Mapping[Cell, frozenset[str]],
    k: int,
    *,
    before: tuple[frozenset[str], ...] = (),
    before_for_all: tuple[frozenset[str], ...] = (),
) -> Audited:
    """What may be told of comments: at least k are behind every sum of all that is and was told.

    Whoever wrote one of them is shown only what holds with k + 1: their own does not count.
    """
    enough = {cell: behind for cell, behind in found.items() if len(behind) >= k}
    told = release(enough, k=k, released=before).released
    shown = {cell: behind for cell, behind in enough.items() if cell in told}
    return Audited(told, release(shown, k=k + 1, released=before_for_all).released)
