"""The interval of a share, against published values and its own properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.measures.shares import wilson


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
