"""Which sets may be published together: biggest first, and other choices where they give more."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np

from . import Reason
from .atoms import Atoms, Vector, partition
from .search import Allowance, Search
from .span import PRIMES, Span, Step, Undecided, UnluckyPrime

EXHAUSTIVE = 20
TRIALS = 2_000
SUMS = 400_000

Label = TypeVar("Label", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)
Answer = TypeVar("Answer")


class _Gate:
    """What was published before, and whether a set may join it."""

    def __init__(self, sets: Sequence[frozenset[Person]], k: int, prime: int) -> None:
        self.atoms: Atoms = partition(sets, k)
        self.span = Span(len(self.atoms.sizes), self.atoms.big, len(sets), prime)
        self._k, self.allowance = k, Allowance(SUMS)

    def group(self, span: Span, step: Step) -> Vector | None:
        """The atoms of a small group that the step would expose; Undecided when out of steps."""
        big = self.atoms.big
        if step.row is None or step.pivot < big or span.fewest(step, self.atoms.sizes) >= self._k:
            return None
        search = Search(span.small_part(step), self.atoms.sizes[big:], self.allowance)
        found = search.found(self._k - 1)
        if not all(span.holds(self._indicator(known)) for known in search.known):
            raise UnluckyPrime
        if found is None:
            return None
        if not span.holds(self._indicator(found), step):
            raise UnluckyPrime
        return found + big

    def _indicator(self, small: Vector) -> Vector:
        indicator = np.zeros(len(self.atoms.sizes), dtype=np.int64)
        indicator[small + self.atoms.big] = 1
        return indicator

    def refusal(self, span: Span, step: Step) -> Reason | None:
        """Why the set may not join what the span holds, or None when it may."""
        try:
            return None if self.group(span, step) is None else Reason.TOGETHER
        except Undecided:
            return Reason.UNPROVED


def choose(
    groups: Sequence[tuple[Label, frozenset[Person]]], k: int, before: Sequence[frozenset[Person]]
) -> tuple[list[Label], dict[Label, Reason]]:
    """The labels to show, and the reason for each other one."""
    candidates = sorted(
        (place for place, (_, members) in enumerate(groups) if len(members) >= k),
        key=lambda place: -len(groups[place][1]),
    )
    reasons = _with_primes(lambda prime: _reasons(groups, candidates, k, before, prime))
    hidden = {
        label: reasons.get(place, Reason.TOO_FEW)
        for place, (label, members) in enumerate(groups)
        if len(members) < k or place in reasons
    }
    return [label for label, _ in groups if label not in hidden], hidden


def witnesses(published: Sequence[frozenset[Person]], k: int) -> list[frozenset[Person]]:
    """A small group for each set that exposes one which those before it didn't."""
    return _with_primes(lambda prime: _exposed(list(dict.fromkeys(published)), k, prime))


def _with_primes(work: Callable[[int], Answer]) -> Answer:
    for prime in PRIMES:
        try:
            return work(prime)
        except UnluckyPrime:
            continue
    raise ArithmeticError("no prime of the list tells these sets apart")


def _exposed(sets: Sequence[frozenset[Person]], k: int, prime: int) -> list[frozenset[Person]]:
    gate = _Gate(sets, k, prime)
    groups = []
    for index in range(len(sets)):
        step = gate.span.step(gate.atoms.row(index))
        found = gate.group(gate.span, step)
        if found is not None:
            groups.append(frozenset(p for atom in found for p in gate.atoms.people[atom]))
        gate.span.add(step)
    return groups


def _reasons(
    groups: Sequence[tuple[Label, frozenset[Person]]],
    candidates: Sequence[int],
    k: int,
    before: Sequence[frozenset[Person]],
    prime: int,
) -> dict[int, Reason]:
    """Why each candidate that stays hidden does, by its place among the groups."""
    published = list(dict.fromkeys(before))
    gate = _Gate([*published, *(groups[place][1] for place in candidates)], k, prime)
    for index in range(len(published)):
        gate.span.add(gate.span.step(gate.atoms.row(index)))
    rows = {place: gate.atoms.row(len(published) + index) for index, place in enumerate(candidates)}
    order = list(candidates)
    refused = _refused(gate, gate.span.copy(), order, rows)
    if refused and len(order) <= EXHAUSTIVE:
        most = _Trials(gate, order, rows, len(order) - len(refused)).best
        order = sorted(order, key=lambda place: place not in most) if most else order
        refused = _refused(gate, gate.span.copy(), order, rows)
    for place, reason in refused.items():
        alone = gate.refusal(gate.span, gate.span.step(rows[place]))
        if alone is reason is Reason.TOGETHER:
            refused[place] = Reason.BEFORE
    return refused


def _refused(
    gate: _Gate, span: Span, order: Sequence[int], rows: dict[int, Vector]
) -> dict[int, Reason]:
    """Who may not join, when each that may does so in this order."""
    gate.allowance = Allowance(SUMS)
    refused = {}
    for place in order:
        step = span.step(rows[place])
        reason = gate.refusal(span, step)
        if reason is None:
            span.add(step)
        else:
            refused[place] = reason
    return refused


class _Trials:
    """Other choices than biggest first, for more sets than that shows."""

    def __init__(
        self, gate: _Gate, order: Sequence[int], rows: dict[int, Vector], most: int
    ) -> None:
        self.best: frozenset[int] = frozenset()
        self._gate, self._order, self._rows, self._most = gate, order, rows, most
        self._left = TRIALS
        gate.allowance = Allowance(SUMS)
        self._try(0, gate.span, [])

    def _try(self, at: int, span: Span, chosen: list[int]) -> None:
        if len(chosen) + len(self._order) - at <= self._most or not self._left:
            return
        if at == len(self._order):
            self.best, self._most = frozenset(chosen), len(chosen)
            return
        self._left -= 1
        place = self._order[at]
        step = span.step(self._rows[place])
        if self._gate.refusal(span, step) is None:
            further = span
            if step.row is not None:
                further = span.copy()
                further.add(step)
            self._try(at + 1, further, [*chosen, place])
            if step.row is None:
                return
        self._try(at + 1, span, chosen)
