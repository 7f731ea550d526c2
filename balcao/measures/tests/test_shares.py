"""The intervals of a share and of a difference, against published values and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.measures.shares import difference, wilson


@pytest.mark.parametrize(
    ("found", "among", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe, Statistics in Medicine 17 (1998), table I
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_values(found: int, among: int, low: float, high: float) -> None:
    assert wilson(found, among) == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError):
        wilson(3, 2)


@given(st.integers(1, 10_000), st.data())
def test_it_holds_the_share_and_narrows_with_more_cases(among: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, among))
    low, high = wilson(found, among)
    assert 0 <= low <= found / among + 1e-12
    assert found / among - 1e-12 <= high <= 1
    closer = wilson(found * 4, among * 4)
    assert closer[1] - closer[0] < high - low
    mirrored = wilson(among - found, among)
    assert mirrored == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(
    ("found", "among", "other_found", "other_among", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),  # Newcombe, Statistics in Medicine 17 (1998), table II
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
    ],
)
def test_published_differences(
    found: int, among: int, other_found: int, other_among: int, low: float, high: float
) -> None:
    told = difference(found, among, other_found, other_among)
    assert told == pytest.approx((low, high), abs=5e-5)


def test_beside_nothing_no_difference_is_known() -> None:
    assert difference(3, 4, 0, 0) == difference(0, 0, 3, 4) == (-1.0, 1.0)


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_a_difference_turned_round_is_its_mirror(one: int, other: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, one)), data.draw(st.integers(0, other))
    low, high = difference(a, one, b, other)
    assert -1 <= low <= a / one - b / other + 1e-12
    assert a / one - b / other - 1e-12 <= high <= 1
    assert difference(b, other, a, one) == pytest.approx((-high, -low))
