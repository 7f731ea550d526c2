"""Numbers of small groups, told so coarsely that they don't give the answers back."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import NamedTuple

from .scores import Scale, mean, wald
from .shares import wilson

POINTS = 5.0
SHARE = 0.05
_EDGE_POINTS = 80.0
_EDGE_SHARE = 0.9
_NEAR_EDGE = 0.875
_SLACK = 1e-9


class Band(NamedTuple):
    """From how many to how many people, both included."""

    fewest: int
    most: int


class Banded(NamedTuple):
    """A coarse score with an interval that holds it, and the band of how many answered.

    No value where nearly all are at the same end: then the interval alone is told.
    """

    value: float | None
    low: float
    high: float
    n: Band


def band(n: int, *, k: int = 5) -> Band:
    """The band that n falls into: k to 2k - 1, 2k to 4k - 1, and so on. ValueError under k."""
    if k < 1 or n < k:
        raise ValueError("fewer people are behind it than may be shown")
    fewest = k
    while n >= 2 * fewest:
        fewest *= 2
    return Band(fewest, 2 * fewest - 1)


def outward(low: float, high: float, step: float) -> tuple[float, float]:
    """The interval widened to multiples of the step, so its length doesn't tell n."""
    return _times(floor(low / step + _SLACK), step), _times(ceil(high / step - _SLACK), step)


def banded_nps(promoters: int, passives: int, detractors: int, *, k: int = 5) -> Banded:
    """The net promoter score rounded to 5 points, as if as few had answered as the band holds.

    The interval is adjusted Wald, rounded outward. From ±80 points on there is no value, and the same
    interval for every such group of a band: that everyone gave the same answer can't be read
    from it. ValueError under k.
    """
    n = promoters + passives + detractors
    if min(promoters, passives, detractors) < 0:
        raise ValueError("no count lies below zero")
    size = band(n, k=k)
    score = 100 * (promoters - detractors) / n
    value = _rounded(score, POINTS)
    if abs(value) >= _EDGE_POINTS:
        low, _ = _coarse_nps(0.9, 0.1, size.fewest)
        return Banded(None, low, 100.0, size) if value > 0 else Banded(None, -100.0, -low, size)
    low, high = _coarse_nps(promoters / n, detractors / n, size.fewest)
    return Banded(value, min(low, value), max(high, value), size)


def banded_share(found: int, among: int, *, k: int = 5) -> Banded:
    """A share rounded to 0.05, as if as few had answered as the band holds.

    The interval is Wilson's, rounded outward. Up to 0.1 and from 0.9 on there is no value, and the
    same interval for every such group of a band. ValueError under k.
    """
    if not 0 <= found <= among:
        raise ValueError("a share counts from none to all of the answers")
    return _banded_place(found / among if among else 0.0, band(among, k=k))


def banded_mean(counts: Mapping[int, int], scale: Scale, *, k: int = 5) -> Banded:
    """A mean answer rounded to a twentieth of its scale, told in the same way. ValueError under k."""
    n, reach = sum(counts.values()), scale.highest - scale.lowest
    size = band(n, k=k)
    place = (mean(counts, scale).value - scale.lowest) / reach
    told = _banded_place(place, size)
    value, low, high = (
        None if at is None else round(scale.lowest + reach * at, 9)
        for at in (told.value, told.low, told.high)
    )
    assert low is not None
    assert high is not None
    return Banded(value, low, high, size)


def _banded_place(place: float, size: Band) -> Banded:
    value = _rounded(place, SHARE)
    if not 1 - _EDGE_SHARE + _SLACK < value < _EDGE_SHARE - _SLACK:
        low, _ = outward(*wilson(_NEAR_EDGE * size.fewest, size.fewest), SHARE)
        edge = round(1 - low, 9)
        return Banded(None, low, 1.0, size) if value > 0.5 else Banded(None, 0.0, edge, size)
    low, high = outward(*wilson(place * size.fewest, size.fewest), SHARE)
    return Banded(value, min(low, value), max(high, value), size)


def _coarse_nps(p: float, d: float, n: int) -> tuple[float, float]:
    low, high = outward(*wald(p * n + 0.75, d * n + 0.75, n + 3), POINTS)
    return max(-100.0, low), min(100.0, high)


def _rounded(value: float, step: float) -> float:
    return _times(round(value / step), step)


def _times(count: int, step: float) -> float:
    return round(count * step, 9)
