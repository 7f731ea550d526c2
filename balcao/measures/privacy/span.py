"""The space of all that can be worked out from published sums, kept in reduced echelon form.

Modulo a prime for speed, with proofs over the integers for whatever is concluded from a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from .atoms import Vector
from .rationals import combines

PRIMES = (2147483647, 2147483629, 2147483587, 2147483579, 2147483563, 2147483549)
_DENOMINATORS = range(1, 61)
_WHOLE = 1 << 20


class Undecided(Exception):
    """The search has used its steps and knows neither way."""


class UnluckyPrime(Exception):
    """Something is zero modulo the prime and not in truth: all is done again with another one."""


@dataclass(frozen=True, slots=True)
class Step:
    """A set as a new row of the echelon form, not yet in it; no row where it adds nothing."""

    members: Vector
    row: Vector | None
    pivot: int


@dataclass(frozen=True, slots=True)
class Part:
    """Rows on the small atoms, reduced at their pivots, and how new each row is.

    The novelty of a sum of rows is zero exactly when the sum followed without the step already.
    Columns and pivots count from the first small atom.
    """

    rows: Vector
    pivots: Vector
    novelty: Vector
    prime: int


class Span:
    """Independent sets, their echelon rows modulo the prime, and how each row came from them.

    A row holds its values at the atoms, then its coefficients in the sets kept so far.
    """

    def __init__(self, atoms: int, big: int, sets: int, prime: int) -> None:
        """Room for so many atoms, the big ones first, and for what of the sets is independent."""
        self.atoms, self.big, self.prime = atoms, big, prime
        room = min(atoms, sets) + 1
        self._rows = np.zeros((room, atoms + room), dtype=np.int64)
        self._kept: list[Vector] = []
        self.pivots: list[int] = []
        self._alike = np.zeros(atoms, dtype=np.int64)

    def copy(self) -> Self:
        """A span of its own with the same content."""
        other = object.__new__(type(self))
        other.atoms, other.big, other.prime = self.atoms, self.big, self.prime
        other._rows = self._rows.copy()
        other._alike = self._alike
        other._kept, other.pivots = self._kept.copy(), self.pivots.copy()
        return other

    def step(self, members: Vector) -> Step:
        """What adding this set would do; UnluckyPrime when the prime can't tell."""
        row = self._reduced(members)
        filled = np.flatnonzero(row[: self.atoms])
        if not len(filled):
            if not self._is_proved(members, row):
                raise UnluckyPrime
            return Step(members, None, -1)
        pivot = int(filled[0])
        row[self.atoms + len(self._kept)] = 1
        return Step(members, row * pow(int(row[pivot]), -1, self.prime) % self.prime, pivot)

    def add(self, step: Step) -> None:
        """Keep the set, and the form reduced."""
        if step.row is None:
            return
        count = len(self._kept)
        self._clear(self._rows[:count], step.row, step.pivot)
        self._rows[count] = step.row
        self._kept.append(step.members)
        self.pivots.append(step.pivot)
        self._alike = np.unique(2 * self._alike + step.members, return_inverse=True)[1]

    def fewest(self, step: Step, sizes: Vector) -> int:
        """How many people at least take part in whatever only the step makes known.

        People alike in all sets so far have one coefficient in what they tell; where the step's set
        parts them, it changes on one side, and one of the sides takes part.
        """
        inside = np.bincount(self._alike, weights=sizes * step.members)
        outside = np.bincount(self._alike, weights=sizes * (1 - step.members))
        return int(np.minimum(inside, outside).sum())

    def small_part(self, step: Step) -> Part:
        """The rows on small atoms alone as they are once the step is taken, its own last."""
        assert step.row is not None
        big = self.big
        places = [place for place, pivot in enumerate(self.pivots) if pivot >= big]
        rows = np.empty((len(places) + 1, self.atoms - big), dtype=np.int64)
        np.take(self._rows[:, big : self.atoms], places, axis=0, out=rows[:-1], mode="clip")
        rows[-1] = step.row[big : self.atoms]
        pivot = step.pivot - big
        novelty = np.append(-rows[:-1, pivot] % self.prime, 1)
        self._clear(rows[:-1], rows[-1], pivot)
        pivots = [self.pivots[place] - big for place in places] + [pivot]
        return Part(rows, np.array(pivots, dtype=np.int64), novelty, self.prime)

    def holds(self, vector: Vector, step: Step | None = None) -> bool:
        """Whether the vector is a rational combination of the sets, and the step's if there is one."""
        row = self._reduced(vector)
        more: list[Vector] = []
        if step is not None and step.row is not None:
            row = (row - row[step.pivot] * step.row) % self.prime
            more = [step.members]
        return not row[: self.atoms].any() and self._is_proved(vector, row, *more)

    def _reduced(self, vector: Vector) -> Vector:
        row = np.zeros(self._rows.shape[1], dtype=np.int64)
        row[: self.atoms] = vector
        at_pivots = vector[self.pivots] if self.pivots else np.zeros(0, dtype=np.int64)
        places = np.flatnonzero(at_pivots)
        row -= self._rows[places].sum(axis=0)
        return np.asarray(row % self.prime)

    def _clear(self, rows: Vector, by: Vector, pivot: int) -> None:
        places = np.flatnonzero(rows[:, pivot])
        columns = np.flatnonzero(by)
        if len(places):
            part = np.ix_(places, columns)
            taken = rows[places, pivot][:, None] * by[columns][None, :]
            rows[part] = (rows[part] - taken % self.prime) % self.prime

    def _is_proved(self, vector: Vector, row: Vector, *more: Vector) -> bool:
        """Whether the vector truly is a rational combination, given its residue's coefficients."""
        kept = [*self._kept, *more]
        coefficients = -row[self.atoms : self.atoms + len(kept)] % self.prime
        used = np.flatnonzero(coefficients)
        sets = np.array([kept[place] for place in used], dtype=np.int64).reshape(
            len(used), self.atoms
        )
        for denominator in _DENOMINATORS:
            scaled = coefficients[used] * denominator % self.prime
            scaled[scaled > self.prime // 2] -= self.prime
            if (abs(scaled) < _WHOLE).all() and (scaled @ sets == denominator * vector).all():
                return True
        return combines(kept, vector)
