"""Intervals of waits: right where the law is right, and brought right where it is wrong."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.measures.shares import wilson
from balcao.measures.waiting import SHARE, is_calibrated, levels, time_to_nth, transform

Z_SURE = 4.0  # a false alarm once in fifteen thousand runs, and the seeds are fixed
HOUR = 3600.0


def _covers(found: int, among: int) -> bool:
    low, high = wilson(found, among, Z_SURE)
    return low <= SHARE <= high


@pytest.mark.parametrize("place", [1, 4, 30])
@pytest.mark.parametrize("departures", [5, 40])
def test_a_poisson_queue_is_covered_as_promised(place: int, departures: int) -> None:
    """The rate is seen until the last departure counts, then the place is waited for."""
    random, found, among = Random(place * 100 + departures), 0, 1500
    low, high = levels([])
    bounds = [time_to_nth(place, departures, 1.0, level) for level in (low, high)]
    for _case in range(among):
        rate = random.uniform(0.1, 20)
        exposure = random.gammavariate(departures, 1 / rate)
        waited = random.gammavariate(place, 1 / rate)
        found += bounds[0] * exposure <= waited <= bounds[1] * exposure
    assert _covers(found, among)


def _bursty(random: Random) -> float:
    """The time between two departures of agents who answer in bursts: 0.2 or 6 on average."""
    return random.expovariate(5.0 if random.random() < 0.85 else 1 / 6)


def _outcomes(count: int, seed: int) -> list[float]:
    """Ranks of real waits in a bursty queue, under the law that takes it for a Poisson process."""
    random, told = Random(seed), []
    for _case in range(count):
        exposure = sum(_bursty(random) for _ in range(30))
        place = random.randint(1, 6)
        waited = sum(_bursty(random) for _ in range(place))
        told.append(transform(place, 30, exposure, waited))
    return told


def test_outcomes_bring_a_wrong_law_back_to_what_is_promised() -> None:
    learnt, seen = _outcomes(500, 1), _outcomes(1500, 2)
    low, high = levels([])
    naive = sum(low <= rank <= high for rank in seen)
    assert not _covers(naive, len(seen))
    low, high = levels(learnt)
    calibrated = sum(low <= rank <= high for rank in seen)
    # The levels are learnt from 500 outcomes, the share is counted in 1,500: three standard errors.
    assert (
        abs(calibrated / len(seen) - SHARE)
        < 3 * (SHARE * (1 - SHARE) * (1 / 500 + 1 / 1500)) ** 0.5
    )
    assert abs(calibrated / len(seen) - SHARE) < abs(naive / len(seen) - SHARE)


@given(
    place=st.integers(1, 2000),
    departures=st.integers(5, 300),
    hours=st.floats(0.01, 400),
    level=st.floats(0.01, 0.99),
)
def test_the_transform_undoes_the_time(
    place: int, departures: int, hours: float, level: float
) -> None:
    reached = time_to_nth(place, departures, hours * HOUR, level)
    assert transform(place, departures, hours * HOUR, reached) == pytest.approx(level, abs=1e-6)


@given(
    place=st.integers(1, 400),
    departures=st.integers(5, 300),
    level=st.floats(0.05, 0.95),
    more=st.integers(1, 50),
)
def test_who_stands_further_back_waits_longer(
    place: int, departures: int, level: float, more: int
) -> None:
    told = time_to_nth(place, departures, HOUR, level)
    assert told < time_to_nth(place + more, departures, HOUR, level)
    assert told * 2 == pytest.approx(time_to_nth(place, departures, 2 * HOUR, level))


@given(ranks=st.lists(st.floats(0, 1), max_size=700), share=st.sampled_from([0.5, 0.8, 0.9]))
def test_levels_are_in_order_and_take_the_share_of_what_they_learnt_from(
    ranks: list[float], share: float
) -> None:
    low, high = levels(ranks, share)
    assert 0 <= low < high < 1
    if not is_calibrated(len(ranks)):
        assert (low, high) == pytest.approx(((1 - share) / 2, (1 + share) / 2))


def test_levels_forget_what_is_old() -> None:
    recent, old = [index / 500 for index in range(1, 500)], [0.99] * 500
    assert levels([*recent, 0.5, *old]) == pytest.approx((0.1, 0.9), abs=0.01)


@pytest.mark.parametrize(("place", "departures", "seconds"), [(0, 5, 1.0), (1, 0, 1.0), (1, 5, 0)])
def test_nothing_is_told_from_nothing(place: int, departures: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="law needs"):
        time_to_nth(place, departures, seconds, 0.5)
    with pytest.raises(ValueError, match="law needs"):
        transform(place, departures, seconds, 1.0)
    with pytest.raises(ValueError, match="below 1"):
        time_to_nth(1, 5, 1.0, 1.0)
