"""What moves an overall score: shares of its explained variance, and how sure their order is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

MOST = 10
RESAMPLES = 1_000
_SINGULAR = 1e-8
_AT_ONCE = 100


class NotEnough(ValueError):
    """Too few answers, or answers too alike, to tell drivers apart."""


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver's share of R² by two methods, its rank, and where 95 % of the resampled ranks lie."""

    name: str
    lmg: float
    johnson: float
    rank: int
    best_rank: int
    worst_rank: int


@dataclass(frozen=True, slots=True)
class Drivers:
    """All drivers, the most important first, of so many answers, and the share explained."""

    n: int
    r_squared: float
    drivers: tuple[Driver, ...]


def fewest(drivers: int) -> int:
    """How many answers it takes: the larger of 50 + 8m and 104 + m.

    S. B. Green, "How Many Subjects Does It Take To Do A Regression Analysis?", Multivariate Behavioral
    Research 26 (1991), pages 499 to 510.
    """
    return max(50 + 8 * drivers, 104 + drivers)


def key_drivers(
    answers: Mapping[str, Sequence[float]],
    overall: Sequence[float],
    *,
    seed: int,
    resamples: int = RESAMPLES,
) -> Drivers:
    """Which items explain the overall score, with the interval of each one's rank by bootstrap.

    One answer a place in all sequences; ranks go by LMG; the same seed gives the same intervals.
    NotEnough for fewer answers than `fewest` asks for, or an item that is constant or follows from
    others; ValueError for lengths that differ, no item or more than 10.
    """
    import numpy as np

    names, items = _items(answers, overall)
    target = np.asarray(overall, dtype=np.float64)
    if len(target) < fewest(len(names)):
        raise NotEnough(f"{fewest(len(names))} answers are needed to tell these items apart")
    inner, outer = _correlations(items[None], target[None])
    if not len(inner):
        raise NotEnough("one question has the same answer throughout, or follows from the others")
    shares, weights = lmg(inner, outer)[0], johnson(inner[0], outer[0])
    places = _ranks(_resampled(items, target, np.random.default_rng(seed), resamples))
    low, high = np.quantile(places, (0.025, 0.975), axis=0, method="inverted_cdf")
    own = _ranks(shares[None])[0]
    found = [
        Driver(
            name, float(shares[at]), float(weights[at]), int(own[at]), int(low[at]), int(high[at])
        )
        for at, name in enumerate(names)
    ]
    found.sort(key=lambda driver: driver.rank)
    return Drivers(len(target), float(shares.sum()), tuple(found))


def lmg(inner: Numbers, outer: Numbers) -> Numbers:
    """Each item's share of R², averaged over all orders in which items may enter.

    `inner` holds correlations of items with each other, `outer` those with the target, one line for
    each sample. The shares of a sample add up to its R². R. H. Lindeman, P. F. Merenda and R. Z. Gold,
    "Introduction to Bivariate and Multivariate Analysis" (1980), pages 119 to 127; U. Grömping,
    "Relative Importance for Linear Regression in R: The Package relaimpo", Journal of Statistical
    Software 17 (2006).
    """
    import numpy as np

    count = outer.shape[1]
    explained: dict[tuple[int, ...], Numbers] = {(): np.zeros(len(outer))}
    for size in range(1, count + 1):
        for subset in combinations(range(count), size):
            part = inner[:, subset, :][:, :, subset]
            toward = outer[:, subset, None]
            explained[subset] = (toward * np.linalg.solve(part, toward)).sum(axis=(1, 2))
    shares = np.zeros_like(outer)
    for subset, value in explained.items():
        if len(subset) == count:
            continue
        weight = factorial(len(subset)) * factorial(count - len(subset) - 1) / factorial(count)
        for item in set(range(count)) - set(subset):
            shares[:, item] += weight * (explained[tuple(sorted((*subset, item)))] - value)
    return shares


def johnson(inner: Numbers, outer: Numbers) -> Numbers:
    """Each item's relative weight, by way of the nearest uncorrelated items; they add up to R².

    J. W. Johnson, "A Heuristic Method for Estimating the Relative Weight of Predictor Variables in
    Multiple Regression", Multivariate Behavioral Research 35 (2000), pages 1 to 19.
    """
    import numpy as np

    values, vectors = np.linalg.eigh(inner)
    root = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    weights = root**2 @ np.linalg.solve(root, outer) ** 2
    return np.asarray(weights)


def _items(
    answers: Mapping[str, Sequence[float]], overall: Sequence[float]
) -> tuple[list[str], Numbers]:
    import numpy as np

    if not 1 <= len(answers) <= MOST:
        raise ValueError(f"from one to {MOST} items can be compared")
    if any(len(column) != len(overall) for column in answers.values()):
        raise ValueError("each answer needs a value for every item and the overall score")
    return list(answers), np.column_stack(
        [np.asarray(c, dtype=np.float64) for c in answers.values()]
    )


def _correlations(items: Numbers, target: Numbers) -> tuple[Numbers, Numbers]:
    """Of each sample in which nothing is constant and no item follows from others."""
    import numpy as np

    together = np.concatenate([items, target[:, :, None]], axis=2)
    together = together - together.mean(axis=1, keepdims=True)
    lengths = np.sqrt((together**2).sum(axis=1))
    varied = (lengths > _SINGULAR).all(axis=1)
    together = together[varied] / lengths[varied][:, None, :]
    among = together.transpose(0, 2, 1) @ together
    among = among[np.linalg.eigvalsh(among[:, :-1, :-1])[:, 0] > _SINGULAR]
    return among[:, :-1, :-1], among[:, :-1, -1]


def _resampled(
    items: Numbers, target: Numbers, random: np.random.Generator, resamples: int
) -> Numbers:
    """The shares of each resample that can tell the items apart; NotEnough when most can't."""
    import numpy as np

    shares = []
    for left in range(resamples, 0, -_AT_ONCE):
        rows = random.integers(0, len(target), (min(left, _AT_ONCE), len(target)))
        shares.append(lmg(*_correlations(items[rows], target[rows])))
    found = np.concatenate(shares)
    if 2 * len(found) < resamples:
        raise NotEnough("the answers are too alike to tell items apart")
    return found


def _ranks(shares: Numbers) -> npt.NDArray[np.int64]:
    import numpy as np

    places = np.argsort(-shares, axis=1, kind="stable")
    return np.argsort(places, axis=1, kind="stable") + 1
