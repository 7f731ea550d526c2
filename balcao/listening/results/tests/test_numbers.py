"""The worked figures, through the store: asked, answered, counted, read."""

from __future__ import annotations

from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.results import queries
from balcao.listening.results.rules import Score

from .counting import DAY, MONDAY, nps_of, rated

pytestmark = pytest.mark.django_db


def told(given: list[Any], *items: str) -> Score:
    made = rated(given, *items)
    with clock.at(MONDAY):
        found = queries.headline(SYSTEM, made.pk, since=DAY, until=DAY)
    assert isinstance(found, Score)
    return found


def test_nps_of_a_hundred() -> None:
    found = told(nps_of(50, 34, 16), "nps")
    assert (found.measure, found.value, found.n, found.band) == ("nps", 34.0, 100, None)
    assert (round(found.low, 1), round(found.high, 1)) == (19.5, 48.5)
    assert found.shares == (0.16, 0.34, 0.5)
    assert (found.counts[3], found.counts[8], found.counts[10]) == (16, 34, 50)


def test_nps_of_five_promoters_is_never_without_doubt() -> None:
    found = told(nps_of(5, 0, 0), "nps")
    assert (found.value, round(found.low, 1), found.high) == (100.0, 17.5, 100.0)


@pytest.mark.parametrize(
    ("satisfied", "among", "low", "high"),
    [(81, 100, 0.722, 0.875), (9, 10, 0.596, 0.982), (4, 4, 0.510, 1.0)],
)
def test_csat_with_the_interval_of_wilson(
    satisfied: int, among: int, low: float, high: float
) -> None:
    found = told([{"csat": 4}] * satisfied + [{"csat": 2}] * (among - satisfied), "csat")
    assert found.measure == "csat"
    assert found.value == pytest.approx(satisfied / among)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)
