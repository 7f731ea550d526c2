"""How sure a share is, seen in so many cases, and how sure the difference of two."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959964


def wilson(found: float, among: float, z: float = Z_95) -> tuple[float, float]:
    """The interval in which the true share of `found` among `among` lies, 95 % sure by default.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), pages 209 to 212. Of no cases
    nothing is known: from 0 to 1. Counts need not be whole, where cases stand for fewer.
    """
    if not 0 <= found <= among:
        raise ValueError("a share counts from none to all of the cases")
    if among == 0:
        return 0.0, 1.0
    share, spread = found / among, z * z / among
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / among + spread / (4 * among)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(
    found: float, among: float, other_found: float, other_among: float, z: float = Z_95
) -> tuple[float, float]:
    """The interval of one share minus another, of two groups that share no case, from -1 to 1.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17 (1998), pages 873 to 890, method 10.
    """
    if not among or not other_among:
        return -1.0, 1.0
    low, high = wilson(found, among, z)
    other_low, other_high = wilson(other_found, other_among, z)
    share, other = found / among, other_found / other_among
    down = sqrt((share - low) ** 2 + (other_high - other) ** 2)
    up = sqrt((high - share) ** 2 + (other - other_low) ** 2)
    return max(-1.0, share - other - down), min(1.0, share - other + up)
