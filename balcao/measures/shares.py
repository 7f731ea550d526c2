"""How sure a share is, seen in so many cases."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959964


def wilson(found: int, among: int, z: float = Z_95) -> tuple[float, float]:
    """The interval in which the true share of `found` among `among` lies, 95 % sure by default.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), pages 209 to 212. Of no cases
    nothing is known: from 0 to 1.
    """
    if not 0 <= found <= among:
        raise ValueError("a share counts from none to all of the cases")
    if among == 0:
        return 0.0, 1.0
    share, spread = found / among, z * z / among
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / among + spread / (4 * among)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
