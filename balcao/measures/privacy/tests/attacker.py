"""An attacker who knows nothing of the gate: every small group, one by one, by rational elimination.

Person by person, without atoms, primes or search. For small worlds only.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations

Equation = list[Fraction]


class Attacker:
    """Knows the total of each set published so far, and who is in it."""

    def __init__(self, world: Iterable[int]) -> None:
        self.world = sorted(world)
        self._solved: list[tuple[int, Equation]] = []

    def learn(self, members: Iterable[int]) -> None:
        rest = self._reduce(self._equation(members))
        place = next((place for place, value in enumerate(rest) if value), None)
        if place is None:
            return
        rest = [value / rest[place] for value in rest]
        self._solved = [
            (pivot, [a - row[place] * b for a, b in zip(row, rest, strict=True)])
            for pivot, row in self._solved
        ] + [(place, rest)]

    def knows(self, members: Iterable[int]) -> bool:
        """Whether the total of these people follows from what was learnt."""
        return not any(self._reduce(self._equation(members)))

    def victims(self, k: int) -> set[frozenset[int]]:
        """Every non-empty group under k whose total follows."""
        return {
            frozenset(group)
            for size in range(1, k)
            for group in combinations(self.world, size)
            if self.knows(group)
        }

    def _equation(self, members: Iterable[int]) -> Equation:
        inside = set(members)
        return [Fraction(person in inside) for person in self.world]

    def _reduce(self, equation: Equation) -> Equation:
        for pivot, row in self._solved:
            factor = equation[pivot]
            if factor:
                equation = [a - factor * b for a, b in zip(equation, row, strict=True)]
        return equation


def attack(world: Iterable[int], published: Iterable[Iterable[int]], k: int) -> set[frozenset[int]]:
    """The groups under k that this publication gives away."""
    attacker = Attacker(world)
    for members in published:
        attacker.learn(members)
    return attacker.victims(k)
