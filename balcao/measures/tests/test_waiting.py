"""Intervals of waits: right where the law is right, and brought right where it is wrong."""

from __future__ import annotations

from math import inf
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import fdtri

from balcao.measures.shares import wilson
from balcao.measures.waiting import SHARE, Flow, is_calibrated, levels, time_to_turn, transform

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
    bounds = [time_to_turn(place, Flow(departures, 0, 1.0), level) for level in levels([])]
    for _case in range(among):
        rate = random.uniform(0.1, 20)
        exposure = random.gammavariate(departures, 1 / rate)
        waited = random.gammavariate(place, 1 / rate)
        found += bounds[0] * exposure <= waited <= bounds[1] * exposure
    assert _covers(found, among)


def _turn(random: Random, place: int, leaving: float, coming: float) -> float:
    """When the turn of a place comes in a queue of these rates, event by event; so long at most."""
    at, both = 0.0, leaving + coming
    while place and at < 1e6:
        at += random.expovariate(both)
        place += -1 if random.random() * both < leaving else 1
    return at


@pytest.mark.parametrize("place", [1, 4, 20])
@pytest.mark.parametrize("coming", [0.1, 0.5])
def test_a_queue_that_is_overtaken_is_covered_as_promised(place: int, coming: float) -> None:
    """Rates that are the same all along: both are seen for a while, then the turn is waited for."""
    random, found, among = Random(place), 0, 1000
    for _case in range(among):
        exposure = random.gammavariate(120, 1.0)
        arrivals = _poisson(random, coming * exposure)
        flow = Flow(120, arrivals, exposure)
        low, high = (time_to_turn(place, flow, level) for level in levels([]))
        found += low <= _turn(random, place, 1.0, coming) <= high
    assert _covers(found, among)


def _poisson(random: Random, mean: float) -> int:
    count, at = -1, 0.0
    while at < mean:
        at += random.expovariate(1.0)
        count += 1
    return count


@pytest.mark.parametrize(("departures", "arrivals"), [(6, 2), (30, 24), (12, 12), (10, 25)])
@pytest.mark.parametrize("place", [1, 5])
def test_the_law_is_that_of_rates_as_doubtful_as_they_are(
    place: int, departures: int, arrivals: int
) -> None:
    """Each queue has rates drawn from what was seen; even those whose turn may never come."""
    random, flow = Random(departures), Flow(departures, arrivals, 1.0)
    limits = [0.02, 0.2, 1.0, 4.0]
    found, among = [0] * len(limits), 1500
    for _case in range(among):
        leaving, coming = random.gammavariate(departures, 1), random.gammavariate(arrivals, 1)
        came = _turn_within(random, place, leaving, coming, limits[-1])
        found = [count + (came <= limit) for count, limit in zip(found, limits, strict=True)]
    for count, limit in zip(found, limits, strict=True):
        low, high = wilson(count, among, Z_SURE)
        assert low <= transform(place, flow, limit) <= high


def _turn_within(random: Random, place: int, leaving: float, coming: float, most: float) -> float:
    at, both = 0.0, leaving + coming
    while place and at <= most:
        at += random.expovariate(both)
        place += -1 if random.random() * both < leaving else 1
    return at


@given(place=st.integers(1, 400), departures=st.integers(5, 300), level=st.floats(0.02, 0.98))
def test_who_is_overtaken_by_nobody_waits_for_so_many_departures(
    place: int, departures: int, level: float
) -> None:
    alone = time_to_turn(place, Flow(departures, 0, HOUR), level)
    plain = HOUR * place / departures * fdtri(2 * place, 2 * departures, level)
    assert alone == pytest.approx(plain)
    hardly = time_to_turn(place, Flow(departures, 1e-6, HOUR), level)
    assert hardly == pytest.approx(alone, rel=1e-3)


@given(
    place=st.integers(1, 400),
    departures=st.integers(5, 300),
    share=st.floats(0, 1.2),
    level=st.floats(0.02, 0.98),
    more=st.integers(1, 50),
)
def test_more_who_overtake_never_make_it_shorter(
    place: int, departures: int, share: float, level: float, more: int
) -> None:
    told = time_to_turn(place, Flow(departures, share * departures, HOUR), level)
    later = time_to_turn(place, Flow(departures, share * departures + more, HOUR), level)
    assert told <= later * (1 + 1e-6)
    assert told <= time_to_turn(place + more, Flow(departures, share * departures, HOUR), level) * (
        1 + 1e-6
    )


@given(place=st.integers(1, 10_000), arrivals=st.floats(5, 250))
def test_the_weights_of_all_ways_to_the_turn_are_one_where_it_surely_comes(
    place: int, arrivals: float
) -> None:
    """With ten times as many departures the turn comes; steps between ways lose next to nothing."""
    assert transform(place, Flow(10 * arrivals, arrivals, 1.0), 1e12) == pytest.approx(1, abs=2e-4)


def test_a_turn_that_may_never_come_is_promised_at_no_time() -> None:
    outrun = Flow(10, 40, HOUR)
    assert outrun.is_outrun
    assert time_to_turn(3, outrun, 0.9) == inf
    assert time_to_turn(3, outrun, 0.0) == 0.0
    assert 0 < transform(3, outrun, 1e15) < 0.2
    assert not Flow(40, 10, HOUR).is_outrun


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
        told.append(transform(place, Flow(30, 0, exposure), waited))
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
    share=st.sampled_from([0.0, 0.01, 0.3, 0.9]),
    hours=st.floats(0.01, 400),
    level=st.floats(0.01, 0.99),
)
def test_the_transform_undoes_the_time(
    place: int, departures: int, share: float, hours: float, level: float
) -> None:
    flow = Flow(departures, share * departures, hours * HOUR)
    reached = time_to_turn(place, flow, level)
    if reached < inf:
        assert transform(place, flow, reached) == pytest.approx(level, abs=1e-6)
    else:
        assert transform(place, flow, 1e15) <= level


@given(
    place=st.integers(1, 400),
    departures=st.integers(5, 300),
    level=st.floats(0.05, 0.95),
    more=st.integers(1, 50),
)
def test_who_stands_further_back_waits_longer(
    place: int, departures: int, level: float, more: int
) -> None:
    told = time_to_turn(place, Flow(departures, 0, HOUR), level)
    assert told < time_to_turn(place + more, Flow(departures, 0, HOUR), level)
    assert told * 2 == pytest.approx(time_to_turn(place, Flow(departures, 0, 2 * HOUR), level))


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


def test_where_the_law_tells_nothing_apart_the_interval_begins_now() -> None:
    """So the share that is promised lies below its end, not between two tails."""
    ranks = [0.0] * 30 + [index / 100 for index in range(1, 101)]
    low, high = levels(ranks)
    assert low == 0.0
    among = sum(rank <= high for rank in ranks)
    assert 0.8 <= among / len(ranks) <= 0.82


@pytest.mark.parametrize(
    ("departures", "arrivals", "seconds"), [(0, 0, 1.0), (5, -1, 1.0), (5, 0, 0)]
)
def test_nothing_is_told_from_nothing(departures: int, arrivals: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="law needs"):
        Flow(departures, arrivals, seconds)


def test_a_place_begins_at_one_and_certainty_takes_for_ever() -> None:
    flow = Flow(5, 1, HOUR)
    with pytest.raises(ValueError, match="law needs"):
        time_to_turn(0, flow, 0.5)
    with pytest.raises(ValueError, match="law needs"):
        transform(0, flow, 1.0)
    with pytest.raises(ValueError, match="below 1"):
        time_to_turn(1, flow, 1.0)
