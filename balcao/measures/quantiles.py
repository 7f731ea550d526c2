"""Which of the cases in order tells a quantile, and between which two it surely lies."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from .shares import Z_95


@dataclass(frozen=True, slots=True)
class Ranks:
    """Places from 1 to n in the order of size; None where no case bounds the quantile."""

    at: int
    low: int | None
    high: int | None


def ranks(n: int, share: float, z: float = Z_95) -> Ranks:
    """The places of the sample's quantile and of its interval, 95 % sure by default.

    Whatever the cases are like, as long as they don't depend on each other. W. J. Conover,
    "Practical Nonparametric Statistics", 3rd edition (1999), section 3.2: from the normal
    approximation, both places rounded up.
    """
    if n < 1 or not 0 < share < 1:
        raise ValueError("a quantile needs a case, and a share between none and all")
    middle, half = n * share, z * sqrt(n * share * (1 - share))
    low, high = ceil(middle - half), ceil(middle + half)
    return Ranks(
        at=max(1, ceil(middle)),
        low=low if low >= 1 else None,
        high=high if high <= n else None,
    )
