"""What coarse numbers tell, and what they keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.measures.bands import band, banded_mean, banded_nps, banded_share, outward
from balcao.measures.scores import Scale, nps


@given(st.integers(1, 40), st.integers(0, 5_000))
def test_bands_start_at_the_smallest_group_and_meet(k: int, more: int) -> None:
    n = k + more
    found = band(n, k=k)
    assert k <= found.fewest <= n <= found.most
    assert band(found.most + 1, k=k).fewest == found.most + 1


def test_the_bands_named() -> None:
    assert [band(n) for n in (5, 9, 10, 19)] == [(5, 9), (5, 9), (10, 19), (10, 19)]
    for n in (0, 4):
        with pytest.raises(ValueError):
            band(n)


def test_outward_never_inward() -> None:
    assert outward(19.54, 48.46, 5) == (15, 50)
    assert outward(0.55, 0.7, 0.05) == (0.55, 0.7)


@given(st.integers(5, 9))
def test_everyone_alike_looks_like_nearly_everyone(n: int) -> None:
    alike = banded_nps(n, 0, 0)
    assert alike.value is None
    assert alike == banded_nps(8, 1, 0)
    assert banded_nps(0, 0, n) == banded_nps(0, 1, 8)
    assert alike.low <= nps(5, 0, 0).low
    assert banded_share(n, n) == banded_share(8, 9)
    assert banded_share(0, n) == banded_share(1, 9)
    assert banded_mean({7: n}, Scale(1, 7)) == banded_mean({7: 8, 2: 1}, Scale(1, 7))


COUNTS = st.tuples(*[st.integers(0, 60)] * 3).filter(lambda counts: sum(counts) >= 5)


@given(COUNTS)
def test_the_interval_is_as_wide_as_for_the_fewest_of_the_band(
    counts: tuple[int, int, int],
) -> None:
    told, n = banded_nps(*counts), sum(counts)
    assert told.n == band(n)
    assert all(bound % 5 == 0 for bound in (told.low, told.high))
    assert -100 <= told.low < told.high <= 100
    if told.value is not None:
        assert told.value % 5 == 0
        assert told.low <= told.value <= told.high
    if n >= 30 and sorted(counts)[1] >= 5:
        true = nps(*counts)
        assert told.high - told.low >= true.high - true.low - 1


@given(st.integers(1, 6), st.integers(0, 6))
def test_the_same_shares_look_the_same_in_a_band(promoters: int, detractors: int) -> None:
    small = promoters, 6, detractors
    double = tuple(2 * count for count in small)
    if sum(small) >= 5 and band(sum(small)) == band(sum(double)):
        assert banded_nps(*small) == banded_nps(*double)


@given(st.integers(5, 200), st.data())
def test_shares_and_means_hold_their_value(n: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, n))
    told = banded_share(found, n)
    assert 0 <= told.low < told.high <= 1
    assert told.low - 1e-9 <= found / n <= told.high + 1e-9
    scaled = banded_mean({1: n - found, 7: found}, Scale(1, 7))
    assert (scaled.low, scaled.high) == pytest.approx((1 + 6 * told.low, 1 + 6 * told.high))
    assert (scaled.value is None) == (told.value is None)


def test_too_few_are_refused() -> None:
    with pytest.raises(ValueError):
        banded_nps(4, 0, 0)
    with pytest.raises(ValueError):
        banded_nps(9, -1, 0)
    for found, among in ((3, 4), (6, 5), (0, 0)):
        with pytest.raises(ValueError):
            banded_share(found, among)
    with pytest.raises(ValueError):
        banded_mean({7: 7}, Scale(1, 7), k=8)
