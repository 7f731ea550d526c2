"""How long until one's turn: an interval learnt from how a queue moved, and kept honest.

**The turn.** Who stands at place n has their turn at the n-th departure, and later by one more for
each arrival that goes before them meanwhile. Departures and such arrivals are taken for Poisson
processes of unknown rates, so the turn is a first passage: n departures ahead of the arrivals.
It takes n + 2k events, k of them arrivals, with probability n / (n + 2k) · C(n + 2k, k) times the
chances of those events (R. van der Hofstad and M. Keane, "An elementary proof of the hitting time
theorem", American Mathematical Monthly 115 (2008), pages 753 to 756). With known rates this is the
busy period of the queue M/M/1 that n customers begin (W. Feller, "An Introduction to Probability
Theory and Its Applications", volume II, 2nd edition 1971, section II.7).

**The rates.** Both were seen in the same `exposure_seconds`, in which somebody stood in line. With
the prior that favours no scale, the rates given what was seen are gamma variables of as many
departures and arrivals. Their sum is then a gamma variable too and apart from it the share of
departures a beta variable, so both doubts can be integrated: each number of events has its weight
by beta functions, and the time they take follows Fisher's F (J. Aitchison and I. R. Dunsmore,
"Statistical Prediction Analysis", Cambridge University Press 1975, chapter 2: gamma sampling,
inverse beta prediction). Where arrivals may be as fast as departures, some weight is missing: that
is the chance that the turn never comes.

**The world.** Queues are no Poisson processes: agents take breaks and answer out of turn. So the
levels at which that law is read are moved until the interval covers what it promises, by the ranks
of earlier outcomes under it (V. Chernozhukov, K. Wüthrich and Y. Zhu, "Distributional conformal
prediction", PNAS 118 (48), 2021, e2107794118).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, exp, floor, inf, log
from typing import Any

SHARE = 0.8
FEWEST_DEPARTURES = 5
FEWEST_OUTCOMES = 50
LATEST_OUTCOMES = 500
MOST_OVERTAKING = 500_000
_EDGE = 1e-4
_CLOSE = 1e-9
_STEPS = 100
_NEGLIGIBLE = 1e-9  # the chance of a way to the turn, or arrivals so few that they are none


@dataclass(frozen=True, slots=True)
class Flow:
    """Departures, and arrivals that go before one, in the seconds in which both were seen.

    ValueError without a departure or without time. Counts need not be whole.
    """

    departures: float
    arrivals: float
    exposure_seconds: float

    def __post_init__(self) -> None:
        if self.departures <= 0 or self.arrivals < 0 or self.exposure_seconds <= 0:
            raise ValueError("the law needs a departure, and some time in which it was seen")

    @property
    def is_outrun(self) -> bool:
        """True when those who go before one come as fast as anybody leaves."""
        return self.arrivals >= self.departures


def time_to_turn(place: int, flow: Flow, level: float) -> float:
    """The seconds within which the turn of this place comes with probability `level`.

    Seconds of the same sort as the exposure, none at level 0; infinite where that much can't be
    promised at all, whatever the time.
    """
    from scipy.special import fdtri

    _require(place)
    if not 0 <= level < 1:
        raise ValueError("a level lies from 0 to below 1")
    unit = flow.exposure_seconds * place / flow.departures
    alone = float(unit * fdtri(2 * place, 2 * flow.departures, level))
    if flow.arrivals < _NEGLIGIBLE or not alone:
        return alone
    law = _Law(place, flow)
    if law.mass <= level + 1e-9:
        return inf
    return exp(_crossing(lambda at: law.by(exp(at)) - level, log(alone)))


def _crossing(rising: Callable[[float], float], start: float) -> float:
    """Where a function that rises crosses zero at or after `start`, by the Illinois method.

    M. Dowell and P. Jarratt, "A modified regula falsi method for computing the root of an
    equation", BIT 11 (1971), pages 168 to 174.
    """
    low, below = start, rising(start)
    if below >= 0:
        return start
    high, above = low + 1.0, rising(low + 1.0)
    while above < 0:
        low, below, high, above = high, above, high + 1.0, rising(high + 1.0)
    side = 0
    for _step in range(_STEPS):
        at = (low * above - high * below) / (above - below)
        told = rising(at)
        if abs(told) < _CLOSE or high - low < _CLOSE:
            return at
        if told < 0:
            low, below, above = at, told, above / 2 if side < 0 else above
        else:
            high, above, below = at, told, below / 2 if side > 0 else below
        side = -1 if told < 0 else 1
    return high


def transform(place: int, flow: Flow, waited_seconds: float) -> float:
    """How much of the law lay before what happened: from 0 to 1, and evenly so when it is right."""
    _require(place)
    return _Law(place, flow).by(max(0.0, waited_seconds))


def levels(transforms: Sequence[float], share: float = SHARE) -> tuple[float, float]:
    """The levels between which the next outcome falls with probability `share`.

    The law's own under 50 outcomes; from then on those of the latest 500 (the last come first),
    widened by what a sample of that size can't tell. Where so many come sooner than the law can
    tell apart, the interval begins now, at level 0, and its whole rest lies above.
    """
    tail = (1 - share) / 2
    latest = sorted(transforms[:LATEST_OUTCOMES])
    count = len(latest)
    if count < FEWEST_OUTCOMES:
        return tail, 1 - tail
    low = latest[max(1, floor((count + 1) * tail)) - 1]
    above = 1 - tail
    if low < _EDGE:
        low, above = 0.0, share
    high = min(latest[min(count, ceil((count + 1) * above)) - 1], 1 - _EDGE)
    return (low, high) if low < high else (tail, 1 - tail)


def is_calibrated(outcomes: int) -> bool:
    """True when there are enough outcomes to move the levels by them."""
    return outcomes >= FEWEST_OUTCOMES


class _Law:
    """The chances of each number of events until the turn, and from them when it comes."""

    def __init__(self, place: int, flow: Flow) -> None:
        import numpy as np
        from scipy.special import betaln, gammaln

        self._of = flow.departures + flow.arrivals
        self._seconds = flow.exposure_seconds
        if flow.arrivals < _NEGLIGIBLE:
            self._events, self._weights = np.array([float(place)]), np.array([1.0])
        else:
            overtaking, stands_for = _steps()
            events = place + 2 * overtaking
            told = (
                np.log(place / events)
                + gammaln(events + 1)
                - gammaln(overtaking + 1)
                - gammaln(place + overtaking + 1)
                + betaln(flow.departures + place + overtaking, flow.arrivals + overtaking)
                - betaln(flow.departures, flow.arrivals)
            )
            weights = np.exp(told) * stands_for
            kept = weights > _NEGLIGIBLE
            self._events, self._weights = events[kept], weights[kept]
        self.mass = min(1.0, float(self._weights.sum()))

    def by(self, seconds: float) -> float:
        """The probability that the turn has come by then."""
        from scipy.special import betainc

        told = betainc(self._events, self._of, seconds / (seconds + self._seconds))
        return min(1.0, float(self._weights @ told))


@cache
def _steps() -> tuple[Any, Any]:
    """Numbers of who overtakes: each of the first, then ever fewer, and how many each stands for.

    Their chances change slowly with so large a number: the trapezoids between them leave out less
    than the law can tell.
    """
    import numpy as np

    first = np.arange(0.0, 200.0)
    rest = np.unique(np.round(np.geomspace(200, MOST_OVERTAKING, 600)))
    steps = np.concatenate([first, rest])
    gaps = np.diff(steps)
    stands_for = (np.append(gaps, 0.0) + np.insert(gaps, 0, 1.0)) / 2
    return steps, stands_for


def _require(place: int) -> None:
    if place < 1:
        raise ValueError("the law needs a place of 1 or more")
