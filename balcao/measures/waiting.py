"""How long until one's turn: an interval learnt from how fast a queue moved, and kept honest.

A queue that lost `departures` in `exposure_seconds` of time in which it was not empty is taken for
a Poisson process of unknown rate. With the prior that favours no scale, the rate given what was
seen is a gamma variable of shape `departures`; the time to the n-th departure is a gamma variable
of shape n over that rate; and so the ratio of both, times n / departures, follows Fisher's F with
2n and 2·departures degrees of freedom (J. Aitchison and I. R. Dunsmore, "Statistical Prediction
Analysis", Cambridge University Press 1975, chapter 2: gamma sampling, inverse beta prediction).

Queues are no Poisson processes: agents take breaks and answer out of turn. So the levels at which
that law is read are moved until the interval covers what it promises, by the ranks of earlier
outcomes under it (V. Chernozhukov, K. Wüthrich and Y. Zhu, "Distributional conformal prediction",
PNAS 118 (48), 2021, e2107794118).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

SHARE = 0.8
FEWEST_DEPARTURES = 5
FEWEST_OUTCOMES = 50
LATEST_OUTCOMES = 500
_EDGE = 1e-4


def time_to_nth(n: int, departures: int, exposure_seconds: float, level: float) -> float:
    """The seconds within which the n-th departure from now comes with probability `level`.

    Seconds of the same sort as the exposure, none at level 0; ValueError without a departure.
    """
    from scipy.special import fdtri

    _require(n, departures, exposure_seconds)
    if not 0 <= level < 1:
        raise ValueError("a level lies from 0 to below 1")
    return float(exposure_seconds * n / departures * fdtri(2 * n, 2 * departures, level))


def transform(n: int, departures: int, exposure_seconds: float, waited_seconds: float) -> float:
    """How much of the law lay before what happened: from 0 to 1, and evenly so when it is right."""
    from scipy.special import fdtr

    _require(n, departures, exposure_seconds)
    reach = max(0.0, waited_seconds) * departures / (n * exposure_seconds)
    return float(fdtr(2 * n, 2 * departures, reach))


def levels(transforms: Sequence[float], share: float = SHARE) -> tuple[float, float]:
    """The levels between which the next outcome falls with probability `share`.

    The law's own under 50 outcomes; from then on those of the latest 500 (the last come first),
    widened by what a sample of that size can't tell. Where so many come sooner than the law can
    tell apart, the interval begins now: level 0.
    """
    tail = (1 - share) / 2
    latest = sorted(transforms[:LATEST_OUTCOMES])
    count = len(latest)
    if count < FEWEST_OUTCOMES:
        return tail, 1 - tail
    low = latest[max(1, floor((count + 1) * tail)) - 1]
    high = latest[min(count, ceil((count + 1) * (1 - tail))) - 1]
    low, high = 0.0 if low < _EDGE else low, min(high, 1 - _EDGE)
    return (low, high) if low < high else (tail, 1 - tail)


def is_calibrated(outcomes: int) -> bool:
    """True when there are enough outcomes to move the levels by them."""
    return outcomes >= FEWEST_OUTCOMES


def _require(n: int, departures: int, exposure_seconds: float) -> None:
    if n < 1 or departures < 1 or exposure_seconds <= 0:
        raise ValueError("the law needs a place, a departure and some time in which it was seen")
