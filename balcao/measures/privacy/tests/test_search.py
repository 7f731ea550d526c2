"""The arithmetic below the gate: both searches find the same, no prime deceives, limits hide."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.measures.privacy import Reason, choosing, exposed, release, search, span
from balcao.measures.privacy.rationals import combines

from .attacker import Attacker, attack

Group = frozenset[int]
SETS = st.lists(st.frozensets(st.integers(0, 9), min_size=3), min_size=2, max_size=7)


@settings(max_examples=120, deadline=None)
@given(SETS, st.integers(3, 6))
def test_meeting_in_the_middle_finds_what_row_by_row_finds(groups: list[Group], k: int) -> None:
    table = dict(enumerate(groups))
    expected = release(table, k=k)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "QUICK", 0)
        patch.setattr(search, "DENSE", -1.0)
        assert release(table, k=k) == expected


@settings(max_examples=80, deadline=None)
@given(SETS, st.integers(2, 5))
def test_primes_that_deceive_are_left_for_others(groups: list[Group], k: int) -> None:
    table = dict(enumerate(groups))
    expected = release(table, k=k)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "PRIMES", (2, 3, 5, *span.PRIMES))
        assert release(table, k=k) == expected


def test_sets_that_only_a_prime_makes_dependent() -> None:
    pairs = [frozenset({1, 2}), frozenset({2, 3}), frozenset({1, 3})]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "PRIMES", (2, *span.PRIMES))
        assert len(exposed(pairs, k=2)) == 1
        patch.setattr(choosing, "PRIMES", (2,))
        with pytest.raises(ArithmeticError):
            exposed(pairs, k=2)


def test_what_could_not_be_proved_stays_hidden() -> None:
    groups = {"half": frozenset(range(6)), "odd": frozenset(range(1, 12, 2))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "SUMS", 0)
        patch.setattr(span.Span, "fewest", lambda *_: 0)
        found = release(groups, k=4)
    assert set(found.hidden.values()) == {Reason.UNPROVED}
    assert not found.released


@settings(max_examples=100, deadline=None)
@given(SETS, st.lists(st.integers(-3, 3), min_size=10, max_size=10))
def test_rational_combinations(groups: list[Group], target: list[int]) -> None:
    vectors = [
        np.array([person in group for person in range(10)], dtype=np.int64) for group in groups
    ]
    assert combines(vectors, sum(vectors, np.zeros(10, dtype=np.int64)))
    attacker = Attacker(range(10))
    for group in groups:
        attacker.learn(group)
    known = not any(attacker._reduce([Fraction(value) for value in target]))
    assert combines(vectors, np.array(target, dtype=np.int64)) == known


@pytest.mark.parametrize("seed", range(8))
def test_dense_cuts_over_more_people_than_cells(seed: int) -> None:
    dice = random.Random(seed)
    groups = {name: frozenset(dice.sample(range(16), dice.randrange(4, 13))) for name in range(14)}
    found = release(groups, k=4)
    shown = [groups[name] for name in groups if name in found.released]
    assert not attack(range(16), shown, 4)
    for name in found.hidden:
        assert attack(range(16), [*shown, groups[name]], 4)


def test_a_large_table_with_its_margins_gives_nobody_away() -> None:
    dice = random.Random(1)
    cells: dict[object, set[int]] = {}
    for person in range(2_000):
        row, column = dice.randrange(40), dice.randrange(8)
        for label in ((row, column), (row, "all"), ("all", column), "all"):
            cells.setdefault(label, set()).add(person)
    groups = {label: frozenset(members) for label, members in cells.items()}
    found = release(groups)
    shown = [members for label, members in groups.items() if label in found.released]
    assert exposed(shown) == []
    large = sum(len(members) >= 5 for members in groups.values())
    assert len(shown) > 0.9 * large
    for row in range(40):
        hidden = [groups[row, c] for c in range(8) if (row, c) in found.hidden]
        assert not hidden or len(frozenset().union(*hidden)) >= 5
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "SUMS", 3_000)
        assert release(groups) == found
