"""The interval of a quantile holds it as often as promised, whatever is measured."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.measures.quantiles import Ranks, ranks


def _coverage(n: int, share: float, told: Ranks) -> float:
    """How sure the interval is: the number of cases below the quantile is binomial."""
    first, last = told.low or 0, n if told.high is None else told.high - 1
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(first, last + 1))


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize("n", [10, 11, 17, 25, 40, 64, 100, 250, 600])
def test_it_is_about_as_sure_as_it_says(n: int, share: float) -> None:
    assert 0.92 <= _coverage(n, share, ranks(n, share)) <= 1


def test_few_cases_bound_a_high_quantile_below_alone() -> None:
    assert ranks(10, 0.9) == Ranks(at=9, low=8, high=None)
    assert ranks(100, 0.9) == Ranks(at=90, low=85, high=96)
    assert ranks(11, 0.5).at == 6
    assert ranks(1, 0.5) == Ranks(at=1, low=None, high=None)


def test_of_nothing_there_is_no_quantile() -> None:
    with pytest.raises(ValueError):
        ranks(0, 0.5)
    with pytest.raises(ValueError):
        ranks(3, 1.0)


@given(st.integers(1, 100_000), st.floats(0.01, 0.99))
def test_places_stand_in_order(n: int, share: float) -> None:
    told = ranks(n, share)
    assert 1 <= (told.low or 1) <= told.at <= (told.high or n) <= n
