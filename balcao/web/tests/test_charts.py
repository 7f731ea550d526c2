"""Marks stand where their numbers are, and nothing is drawn where nothing is told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.web.components.charts import (
    FULL,
    Moment,
    Scale,
    columns,
    span,
    stack,
    trend,
    whisker,
)

NPS = Scale(-100, 100)
POINTS = st.floats(-100, 100, allow_nan=False)


def _numbers(path: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_a_score_stands_on_its_scale_with_its_doubt() -> None:
    told = whisker(34, 19.5, 48.5, NPS, middle=0)
    assert told == (67, 59.75, 14.5, 50)
    assert whisker(None, 60, 100, NPS).at is None
    assert whisker(300, -300, 300, NPS)[:3] == (100, 0, 100)


def test_parts_fill_the_bar_and_columns_the_picture() -> None:
    parts = [("0–6", "low", 0.16), ("7–8", "middle", 0.34), ("9–10", "high", 0.5)]
    told = stack(parts, "{:.0%}".format)
    assert [(one.start, one.width, one.text) for one in told] == [
        (0, 16, "16%"),
        (16, 34, "34%"),
        (50, 50, "50%"),
    ]
    assert [one.height for one in columns(parts, str)] == [32, 68, 100]
    assert all(one.top + one.height == FULL for one in columns(parts, str))
    assert [one.width for one in stack([("a", "plain", 0.0)], str)] == [0]


def test_a_trend_breaks_where_nothing_is_told() -> None:
    moments = [
        Moment("jan", 10, 0, 20),
        Moment("fev", 20, 10, 30),
        Moment("mar", why="few"),
        Moment("abr", None, 60, 100),
        Moment("mai", 40, 30, 50),
    ]
    told = trend(moments, NPS, str)
    assert [path.count("L") for path in told.lines] == [1, 0]
    assert [len(_numbers(path)) for path in told.bands] == [8, 8]
    assert [one.at is None for one in told.points] == [False, False, True, True, False]
    assert told.points[0].x == 10
    assert trend([], NPS, str).points == []


def test_few_names_stand_below_a_long_trend_and_the_last_is_one_of_them() -> None:
    told = trend([Moment(str(n), n, n - 1, n + 1) for n in range(52)], NPS, str)
    named = [one.moment.label for one in told.points if one.is_labelled]
    assert named[-1] == "51"
    assert len(named) <= 7


@given(st.lists(st.tuples(POINTS, POINTS, POINTS).map(sorted), min_size=1, max_size=20))
def test_every_interval_fits_and_the_ticks_lie_on_it(ends: list[list[float]]) -> None:
    moments = [Moment("", value, low, high) for low, value, high in ends]
    scale, ticks = span(moments, NPS)
    assert all(scale.low <= low and high <= scale.high for low, _value, high in ends)
    assert -100 <= scale.low < scale.high <= 100
    assert 2 <= len(ticks) <= 12
    assert all(scale.low - 1e-6 <= tick <= scale.high + 1e-6 for tick in ticks)
    for one in trend(moments, NPS, str).points:
        assert one.at is not None
        assert one.top - 0.02 <= one.at <= one.bottom + 0.02


@pytest.mark.parametrize("limits", [Scale(0, 1), Scale(1, 7), NPS])
def test_a_trend_of_nothing_has_its_whole_scale(limits: Scale) -> None:
    scale, ticks = span([Moment("jan", why="few")], limits)
    assert (scale.low, scale.high) == (limits.low, limits.high)
    assert len(ticks) >= 3
