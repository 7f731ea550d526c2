"""The same search where rows are dense: sums of few rows, met in the middle by what must cancel."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb

import numpy as np

from .atoms import Vector
from .span import Undecided

SUBSETS = 300_000
MATCHES = 200_000
_FILLED = 96
_CHUNK = 4_096


def is_feasible(rows: int, most: int) -> bool:
    """Whether so many rows have few enough subsets to meet in the middle."""
    return comb(rows, (most + 1) // 2) <= SUBSETS


def candidates(rows: Vector, most: int, prime: int) -> Iterator[Vector]:
    """All sets of t rows, t up to `most`, whose sum may be zero but at `most` - t columns.

    In arrays of one set a line. However columns are dealt into `most` - t + 1 parts, such a sum is
    zero on a whole part; there two halves of the set cancel, and so do their values under two
    linear maps to one number. None is left out; some may be given that are none, or twice.
    Undecided where rows cancel so often that halves meet without end.
    """
    busy = (rows != 0).sum(axis=0)
    enough = int(_FILLED * len(rows) * len(busy) / max(1, busy.sum())) + 1
    busiest = busy.argsort(kind="stable")[::-1][:enough]
    random = np.random.default_rng(prime)
    images = [rows[:, busiest] * random.integers(1, prime, len(busiest)) % prime for _ in range(2)]
    for count in range(1, most + 1):
        first, second = _subsets(len(rows), (count + 1) // 2), _subsets(len(rows), count // 2)
        parts = most - count + 1
        for part in range(parts):
            values = [image[:, part::parts].sum(axis=1) % prime for image in images]
            yield from _meetings(first, second, values, prime)


def _subsets(rows: int, count: int) -> Vector:
    if count == 2:
        return np.column_stack(np.triu_indices(rows, 1))
    chosen = list(combinations(range(rows), count))
    return np.array(chosen, dtype=np.int64).reshape(len(chosen), count)


def _meetings(first: Vector, second: Vector, values: list[Vector], prime: int) -> Iterator[Vector]:
    """Pairs of a first and a second half whose values cancel, and that share no row."""
    have = _keys([value[first].sum(axis=1) % prime for value in values])
    need = _keys([-value[second].sum(axis=1) % prime for value in values])
    order = need.argsort(kind="stable")
    low = np.searchsorted(need, have, side="left", sorter=order)
    many = np.searchsorted(need, have, side="right", sorter=order) - low
    for start in range(0, len(first), _CHUNK):
        counts = many[start : start + _CHUNK]
        if not counts.any():
            continue
        if counts.sum() > MATCHES:
            raise Undecided
        left = np.repeat(np.arange(start, start + len(counts)), counts)
        offsets = np.arange(len(left)) - np.repeat(counts.cumsum() - counts, counts)
        met = np.hstack([first[left], second[order[low[left] + offsets]]])
        met.sort(axis=1)
        yield met[(met[:, 1:] != met[:, :-1]).all(axis=1)]


def _keys(values: list[Vector]) -> Vector:
    return (values[0] << 31) | values[1]
