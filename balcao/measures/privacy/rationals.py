"""Whether a vector is a rational combination of others, by fractions: slow, and never wrong."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .atoms import Vector


def combines(vectors: Sequence[Vector], target: Vector) -> bool:
    """True when some rational combination of the vectors is the target."""
    pivots: dict[int, dict[int, Fraction]] = {}
    for vector in vectors:
        row = _reduced(_sparse(vector), pivots)
        if row:
            pivot = min(row)
            lead = row[pivot]
            pivots[pivot] = {column: value / lead for column, value in row.items()}
    return not _reduced(_sparse(target), pivots)


def _sparse(vector: Vector) -> dict[int, Fraction]:
    return {int(column): Fraction(int(vector[column])) for column in vector.nonzero()[0]}


def _reduced(
    row: dict[int, Fraction], pivots: dict[int, dict[int, Fraction]]
) -> dict[int, Fraction]:
    """What remains of the row: each pivot's row has nothing before its pivot."""
    rest: dict[int, Fraction] = {}
    while row:
        column = min(row)
        value = row[column]
        if column not in pivots:
            rest[column] = row.pop(column)
            continue
        for other, amount in pivots[column].items():
            changed = row.get(other, Fraction(0)) - value * amount
            if changed:
                row[other] = changed
            else:
                row.pop(other, None)
    return rest
