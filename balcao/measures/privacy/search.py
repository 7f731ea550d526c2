"""The search for a small group whose indicator is a sum of echelon rows, with the new row in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .atoms import Vector
from .meeting import candidates, is_feasible
from .span import Part, Undecided

QUICK = 300
DENSE = 0.25

Flags = npt.NDArray[np.bool_]

_NONE = np.zeros(0, dtype=np.int64)


class Allowance:
    """How many sums a whole choice may look at; the same on every machine."""

    def __init__(self, sums: int, within: Allowance | None = None) -> None:
        """So many sums in all, which count in the one this is within too."""
        self._left, self._within = sums, within

    def spend(self, sums: int) -> None:
        """Count these sums; Undecided when the allowance is used up."""
        if sums > self._left:
            raise Undecided
        self._left -= sums
        if self._within is not None:
            self._within.spend(sums)


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows added up: their values at the free columns, their novelty, and people left to join."""

    rows: list[int]
    values: Vector
    novelty: int
    left: int


class Search:
    """All small groups that a step would expose, and those exposed already that it came across."""

    def __init__(self, part: Part, sizes: Vector, allowance: Allowance) -> None:
        """Sizes are those of the part's columns; the part is used up."""
        self._part, self._allowance = part, allowance
        self._rows = part.rows
        self._rows[:, part.pivots] = 0
        self._touches = self._rows != 0
        self._costs, self._sizes = sizes[part.pivots], sizes
        self._spend = allowance.spend
        self.known: list[Vector] = []

    def found(self, most: int) -> Vector | None:
        """The columns of a group of at most `most` people that was not exposed, if there is one.

        One row at a time where that ends soon, as it does for tables; else by meeting in the
        middle where there are few enough rows; else one row at a time for as long as is allowed.
        """
        try:
            return self._by_rows(most, Allowance(QUICK, self._allowance))
        except Undecided:
            is_dense = np.count_nonzero(self._touches) > DENSE * self._touches.size
            if is_dense and is_feasible(len(self._costs), most):
                return self._by_meeting(most)
            return self._by_rows(most, self._allowance)

    def _by_meeting(self, most: int) -> Vector | None:
        rows = np.flatnonzero(self._costs <= most)
        for sets in candidates(self._rows[rows], most, self._part.prime):
            self._allowance.spend(len(sets))
            members = rows[sets]
            values = self._rows[members].sum(axis=1) % self._part.prime
            ends = self._ends(values, most - self._costs[members].sum(axis=1))
            novelty = self._part.novelty[members].sum(axis=1) % self._part.prime
            for place in np.flatnonzero(ends):
                group = self._group(Sum(list(members[place]), values[place], 0, 0))
                if novelty[place]:
                    return group
                self.known.append(group)
        return None

    def _by_rows(self, most: int, allowance: Allowance) -> Vector | None:
        """One of the rows that the step brought or changed takes part: without, nothing is new."""
        self._spend = allowance.spend
        nothing = Sum([], np.zeros(len(self._sizes), dtype=np.int64), 0, most)
        new = np.flatnonzero((self._part.novelty != 0) & (self._costs <= most))
        return self._with_one_of(new, nothing, np.ones(len(self._costs), dtype=bool))

    def _with_one_of(self, rows: Vector, to: Sum, allowed: Flags) -> Vector | None:
        """A group among the sums that go on from `to` with one of these rows at least.

        Each row is tried in turn and then left out, so no sum is met twice.
        """
        self._spend(len(rows))
        values = (to.values + self._rows[rows]) % self._part.prime
        left = to.left - self._costs[rows]
        ends = self._ends(values, left)
        further = [
            Sum(
                [*to.rows, row],
                values[place],
                (to.novelty + int(self._part.novelty[row])) % self._part.prime,
                int(left[place]),
            )
            for place, row in enumerate(rows.tolist())
        ]
        for end in np.flatnonzero(ends):
            if further[end].novelty:
                return self._group(further[end])
            self.known.append(self._group(further[end]))
        allowed = allowed.copy()
        for place, row in enumerate(rows.tolist()):
            allowed[row] = False
            mending = self._mending(further[place], allowed, bool(ends[place]))
            if len(mending):
                group = self._with_one_of(mending, further[place], allowed)
                if group is not None:
                    return group
        return None

    def _mending(self, to: Sum, allowed: Flags, is_group: bool) -> Vector:
        """The rows of which at least one must join: those that touch what can't stay as it is.

        A column that is neither 0 nor 1 can't stay; nor can all columns of 1 that together are
        more people than are left. Where nothing is wrong, any row may join.
        """
        if to.left <= 0:
            return _NONE
        rows = np.flatnonzero(allowed & (self._costs <= to.left))
        if is_group or not len(rows):
            return rows
        wrong = np.flatnonzero(to.values > 1)
        if len(wrong):
            hits = self._touches[np.ix_(rows, wrong)]
            joining = to.left // int(self._costs[rows].min())
            if np.sort(hits.sum(axis=1))[-joining:].sum() < len(wrong):
                return rows[:0]
            return np.asarray(rows[hits[:, hits.sum(axis=0).argmin()]])
        ones = np.flatnonzero(to.values)
        hits = self._touches[np.ix_(rows, ones)]
        order = hits.sum(axis=0).argsort(kind="stable")
        enough = int(np.searchsorted(self._sizes[ones[order]].cumsum(), to.left, side="right")) + 1
        return np.asarray(rows[hits[:, order[:enough]].any(axis=1)])

    def _ends(self, values: Vector, left: Vector) -> Flags:
        """Which of the sums are groups of no more people than are left."""
        right = np.asarray((values <= 1).all(axis=1))
        right[right] = values[right] @ self._sizes <= left[right]
        return right

    def _group(self, of: Sum) -> Vector:
        return np.concatenate([self._part.pivots[of.rows], np.flatnonzero(of.values)])
