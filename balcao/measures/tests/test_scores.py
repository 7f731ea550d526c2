"""Scores against the house's reference values, published data, and what must never be printed."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.measures.scores import (
    CES_VERSIONS,
    Estimate,
    Scale,
    ces,
    change_z,
    csat,
    difference,
    enps,
    mean,
    nps,
    nps_standard_error,
)
from balcao.measures.shares import Z_95
from balcao.measures.shares import difference as of_shares

CASES = Path(__file__).parents[4] / "shared" / "data" / "metrics" / "nps.json"
COUNTS = st.tuples(*[st.integers(0, 400)] * 3).filter(any)


def test_the_reference_score() -> None:
    assert nps_standard_error(50, 34, 16) == pytest.approx(100 * sqrt(0.5444 / 100), abs=1e-9)
    assert nps(50, 34, 16) == pytest.approx((34.0, 19.538706, 48.461294, 100), abs=1e-6)
    assert nps_standard_error(50, 34, 16) == pytest.approx(7.378, abs=5e-4)


def test_five_promoters_are_far_from_sure() -> None:
    value, low, high, n = nps(5, 0, 0)
    assert (value, high, n) == (100.0, 100.0, 5)
    assert low == pytest.approx(62.5 - 196 * sqrt(0.421875 / 8), abs=1e-3)
    assert round(low, 1) == 17.5
    assert nps(0, 0, 5).high == pytest.approx(-low)


if CASES.exists():

    @pytest.mark.parametrize("case", json.loads(CASES.read_text())["cases"])
    def test_published_cases(case: dict[str, float]) -> None:
        n, p, d = int(case["n"]), case["promoters"], case["detractors"]
        counts = round(p * n), n - round(p * n) - round(d * n), round(d * n)
        found = nps(*counts)
        assert found.value == pytest.approx(case["nps"], abs=1e-6)
        if case["margin_95"]:
            assert found.high - found.value == pytest.approx(case["margin_95"], abs=5e-4)
        else:
            assert found.high - found.low > 20


@given(COUNTS)
def test_never_plus_or_minus_nothing(counts: tuple[int, int, int]) -> None:
    value, low, high, _ = nps(*counts)
    assert -100 <= low <= value + 1e-9
    assert value - 1e-9 <= high <= 100
    assert high - low > 0


@given(COUNTS, st.integers(0, 500))
def test_the_more_of_all_answered_the_less_doubt(counts: tuple[int, int, int], silent: int) -> None:
    n = sum(counts)
    free, held = nps(*counts), nps(*counts, population=n + silent)
    factor = sqrt(silent / (n + silent - 1)) if n + silent > 1 else 0
    assert held.high - held.low == pytest.approx(factor * (free.high - free.low), abs=1e-9)
    assert held.low - 1e-9 <= held.value == free.value <= held.high + 1e-9


def test_the_finite_population_correction() -> None:
    value, low, _, _ = nps(50, 34, 16, population=120)
    assert value - low == pytest.approx(Z_95 * 7.378346698 * sqrt(20 / 119), abs=1e-6)
    with pytest.raises(ValueError):
        nps(50, 34, 16, population=99)


@pytest.mark.parametrize(
    ("satisfied", "n", "low", "high"),
    [(81, 100, 0.722, 0.875), (9, 10, 0.596, 0.982), (4, 4, 0.510, 1)],
)
def test_satisfied_shares(satisfied: int, n: int, low: float, high: float) -> None:
    assert csat(satisfied, n) == pytest.approx((satisfied / n, low, high, n), abs=5e-4)


def test_no_answers_no_score() -> None:
    for scored in (
        lambda: nps(0, 0, 0),
        lambda: nps(3, -1, 0),
        lambda: csat(0, 0),
        lambda: csat(3, 2),
        lambda: ces({}, version="2"),
        lambda: ces({7: 0}, version="2"),
        lambda: nps_standard_error(0, 0, 0),
    ):
        with pytest.raises(ValueError):
            scored()


def test_employees_are_scored_past_the_gate_alone() -> None:
    assert enps(5, 0, 0) == nps(5, 0, 0)
    with pytest.raises(ValueError):
        enps(4, 0, 0)
    with pytest.raises(ValueError):
        enps(5, 1, 1, k=8)


def test_a_change_of_nps_is_the_test_of_z() -> None:
    now, before = (50, 34, 16), (40, 40, 20)
    told = difference(nps(*now), nps(*before))
    errors = nps_standard_error(*now), nps_standard_error(*before)
    assert told.value == pytest.approx(14)
    assert told.high - told.value == pytest.approx(Z_95 * sqrt(errors[0] ** 2 + errors[1] ** 2))
    assert not told.distinguishable
    assert change_z(34, errors[0], 20, errors[1]) == pytest.approx(
        14 / sqrt(sum(e**2 for e in errors))
    )
    with pytest.raises(ValueError):
        change_z(100, 0, 100, 0)


@given(*[st.tuples(st.integers(100, 300), st.integers(100, 300), st.integers(100, 300))] * 2)
def test_distinguishable_is_beyond_196_errors(
    now: tuple[int, int, int], before: tuple[int, int, int]
) -> None:
    told = difference(nps(*now), nps(*before))
    z = change_z(
        nps(*now).value, nps_standard_error(*now), nps(*before).value, nps_standard_error(*before)
    )
    assert told.distinguishable == (abs(z) > Z_95)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
def test_a_change_of_csat_is_newcombes(found: int, n: int, other: int, among: int) -> None:
    found, other = min(found, n), min(other, among)
    told = difference(csat(found, n), csat(other, among))
    low, high = of_shares(found, n, other, among)
    assert (max(-1, told.low), min(1, told.high)) == pytest.approx((low, high), abs=1e-9)


def test_an_unchanged_score_is_not_distinguishable() -> None:
    same = nps(5, 0, 0)
    assert difference(same, same).distinguishable is False
    assert difference(nps(300, 0, 0), nps(0, 0, 300)).distinguishable is True


def test_versions_of_effort_keep_their_scales() -> None:
    counts = {1: 5, 2: 5, 5: 30}
    assert ces(counts, version="1").value == pytest.approx(4.125)
    with pytest.raises(ValueError):
        ces({7: 3}, version="1")
    with pytest.raises(ValueError):
        ces({3: 3}, version="3")
    assert CES_VERSIONS["2"] == Scale(1, 7)


def test_a_mean_by_students_t() -> None:
    counts = {1: 2, 3: 10, 4: 12, 5: 8, 7: 8}
    answers = [answer for answer, count in counts.items() for _ in range(count)]
    centre = sum(answers) / 40
    deviation = sqrt(sum((a - centre) ** 2 for a in answers) / 39)
    found = mean(counts, Scale(1, 7))
    assert found.value == pytest.approx(centre)
    assert found.high - centre == pytest.approx(2.0226909 * deviation / sqrt(40), abs=1e-6)


@given(st.dictionaries(st.integers(1, 7), st.integers(0, 50)).filter(lambda c: any(c.values())))
def test_a_mean_stays_on_its_scale_and_in_doubt(counts: dict[int, int]) -> None:
    found = mean(counts, Scale(1, 7))
    assert isinstance(found, Estimate)
    assert 1 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 7
    assert found.low < found.high
