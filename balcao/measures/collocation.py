"""Whether two words stand together because they mean something together, or by chance."""

from __future__ import annotations

from math import log

CHANCE_OF_A_THOUSAND = 10.828  # chi-squared with one degree of freedom, p = 0.001


def log_likelihood(together: int, first: int, second: int, among: int) -> float:
    """How far two words that stand together in `together` texts of `among`, one in `first` of them and
    the other in `second`, are from meeting by chance: G², 0 where they meet as often or less.

    G² = 2 Σ O ln(O / E) over the four cells of both, one, the other and neither. T. Dunning, "Accurate
    methods for the statistics of surprise and coincidence", Computational Linguistics 19 (1993).
    """
    if not 0 <= together <= min(first, second) or first + second - together > among:
        raise ValueError("the texts with both are among those with each")
    if not among or together * among <= first * second:
        return 0.0
    seen = (together, first - together, second - together, among - first - second + together)
    rest, other_rest = among - first, among - second
    expected = (first * second, first * other_rest, rest * second, rest * other_rest)
    parts = zip(seen, expected, strict=True)
    return 2 * sum(o * log(o * among / e) for o, e in parts if o)


def belong_together(together: int, first: int, second: int, among: int) -> bool:
    """True for two words that never stand apart, or meet more often than one chance in a thousand."""
    if together and together == first == second:
        return True
    return log_likelihood(together, first, second, among) >= CHANCE_OF_A_THOUSAND
