"""Experience against expectation, against the paired test of a library."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from balcao.measures.disconfirmation import disconfirmation
from balcao.measures.scores import Scale

FIVE = Scale(1, 5)
STEP = st.integers(1, 5)
PAIRS = st.dictionaries(st.tuples(STEP, STEP), st.integers(1, 40), min_size=1)


def test_from_thirty_pairs_it_is_the_paired_interval() -> None:
    pairs = {(4, 5): 12, (4, 4): 10, (3, 5): 6, (5, 2): 7}
    expected = [e for (e, _x), n in pairs.items() for _one in range(n)]
    experienced = [x for (_e, x), n in pairs.items() for _one in range(n)]
    interval = stats.ttest_rel(experienced, expected).confidence_interval(0.95)
    found = disconfirmation(pairs, FIVE)
    assert found.mean.value == pytest.approx((12 + 12 - 21) / 35)
    assert (found.mean.low, found.mean.high) == pytest.approx((interval.low, interval.high))
    assert (found.worse, found.same, found.better) == (7, 10, 18)
    assert not found.distinguishable


def test_a_clear_disappointment_is_told_as_one() -> None:
    found = disconfirmation({(5, 2): 20, (5, 3): 20, (4, 4): 5}, FIVE)
    assert found.mean.high < 0
    assert found.distinguishable


def test_few_pairs_are_never_without_doubt() -> None:
    found = disconfirmation({(3, 4): 6}, FIVE)
    assert found.mean.value == 1
    assert found.mean.low < 0 < found.mean.high
    assert not found.distinguishable


def test_where_low_is_good_less_effort_than_expected_is_better() -> None:
    effort = Scale(1, 5, is_high_good=False)
    assert disconfirmation({(4, 2): 3}, effort).mean.value == 2


@given(PAIRS)
@example({(1, 5): 14})
def test_expecting_what_was_met_turns_the_sign(pairs: dict[tuple[int, int], int]) -> None:
    found = disconfirmation(pairs, FIVE)
    turned = disconfirmation({(x, e): n for (e, x), n in pairs.items()}, FIVE)
    assert turned.mean.value == pytest.approx(-found.mean.value)
    assert turned.mean.low == pytest.approx(-found.mean.high)
    assert (turned.worse, turned.better) == (found.better, found.worse)
    assert found.mean.low <= found.mean.value <= found.mean.high


@pytest.mark.parametrize("pairs", [{}, {(0, 3): 1}, {(3, 6): 1}, {(3, 3): 0}])
def test_nothing_is_told_of_nothing(pairs: dict[tuple[int, int], int]) -> None:
    with pytest.raises(ValueError, match=r"scale|answers"):
        disconfirmation(pairs, FIVE)
