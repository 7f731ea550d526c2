"""People who are in exactly the same sets, taken together: no sum tells them apart."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Atoms:
    """Atoms, biggest first: their people, their sizes, and how many of them reach k."""

    people: list[list[Hashable]]
    sizes: Vector
    big: int
    memberships: npt.NDArray[np.int8]

    def row(self, index: int) -> Vector:
        """The set of that index as zeros and ones over the atoms."""
        return np.asarray(self.memberships[index], dtype=np.int64)


def partition(sets: Sequence[frozenset[Hashable]], k: int) -> Atoms:
    """The atoms of the people in any of `sets`, in an order that follows from the sets' own."""
    where: dict[Hashable, list[int]] = {}
    for index, members in enumerate(sets):
        for person in members:
            where.setdefault(person, []).append(index)
    alike: dict[tuple[int, ...], list[Hashable]] = {}
    for person, indexes in where.items():
        alike.setdefault(tuple(indexes), []).append(person)
    ordered = sorted(alike.items(), key=lambda atom: (-len(atom[1]), atom[0]))
    memberships = np.zeros((len(sets), len(ordered)), dtype=np.int8)
    for column, (within, _) in enumerate(ordered):
        memberships[list(within), column] = 1
    sizes = np.array([len(people) for _, people in ordered], dtype=np.int64)
    return Atoms([people for _, people in ordered], sizes, int((sizes >= k).sum()), memberships)
