"""Satisfaction as numbers with their doubt: NPS, CSAT, means on a scale, CES, and changes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from .shares import Z_95, wilson

ENOUGH = 30
FEWEST_IN_A_CLASS = 5


class Estimate(NamedTuple):
    """A score, the 95 % interval around it, and how many answers it comes from."""

    value: float
    low: float
    high: float
    n: int


class Difference(NamedTuple):
    """One score minus another, its 95 % interval, and whether that leaves zero out."""

    value: float
    low: float
    high: float
    distinguishable: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole numbers one may answer with, and whether the highest is the good end."""

    lowest: int
    highest: int
    is_high_good: bool = True


CES_VERSIONS: Mapping[str, Scale] = {"1": Scale(1, 5, is_high_good=False), "2": Scale(1, 7)}
"""Customer effort: 1 asks for one's effort (Dixon, Freeman and Toman, "Stop Trying to Delight Your
Customers", Harvard Business Review, July 2010), 2 for agreement that it was easy (Dixon, Toman and
DeLisi, "The Effortless Experience", 2013). Their numbers have nothing to do with each other."""


def nps(
    promoters: int, passives: int, detractors: int, *, population: int | None = None
) -> Estimate:
    """The net promoter score in points from -100 to 100, and its 95 % interval.

    F. F. Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003. The
    interval is score ± z · standard error from 30 answers on with five or more in two of the three
    classes; else adjusted Wald with ¾, 1½ and ¾ answers added (B. Rocks, "Interval Estimation for the
    Net Promoter Score", The American Statistician 70 (2016), pages 365 to 372). It is narrowed when
    the answers are most of a `population` of that size. ValueError without answers, with less than
    none, or with more than the population.
    """
    counts = promoters, passives, detractors
    n = _counted(counts, population)
    value = 100 * (promoters - detractors) / n
    if n >= ENOUGH and sorted(counts)[1] >= FEWEST_IN_A_CLASS:
        low, high = wald(promoters, detractors, n)
    else:
        low, high = wald(promoters + 0.75, detractors + 0.75, n + 3)
    low, high = min(value, max(-100.0, low)), max(value, min(100.0, high))
    return _narrowed(value, low, high, n, population)


def enps(promoters: int, passives: int, detractors: int, *, k: int = 5) -> Estimate:
    """The same score of employees: ValueError for fewer than k of them."""
    if promoters + passives + detractors < k:
        raise ValueError("fewer people answered than may be shown")
    return nps(promoters, passives, detractors)


def nps_standard_error(promoters: int, passives: int, detractors: int) -> float:
    """The plain standard error in points, 100 · √((p + d - (p - d)²) / n); ValueError without answers."""
    n = _counted((promoters, passives, detractors), None)
    return 100 * _deviation(promoters / n, detractors / n) / sqrt(n)


def csat(satisfied: int, n: int) -> Estimate:
    """The share of satisfied answers (the two best of the scale), from 0 to 1, with Wilson's interval.

    See `shares.wilson`. ValueError without answers.
    """
    if n < 1 or not 0 <= satisfied <= n:
        raise ValueError("a share needs answers, and counts from none to all of them")
    low, high = wilson(satisfied, n)
    return Estimate(satisfied / n, low, high, n)


def mean(counts: Mapping[int, int], scale: Scale, *, population: int | None = None) -> Estimate:
    """The mean answer on a scale, given how many gave each, with its 95 % interval.

    Student's t from 30 answers on that are not all the same; else Wilson's interval for the place
    between the ends: no answers on a bounded scale vary more than those at its two ends alone
    (R. Bhatia and C. Davis, "A Better Bound on the Variance", American Mathematical Monthly 107
    (2000), pages 353 to 357), so it is rather too wide, and never nothing. ValueError without answers,
    with one off the scale, or with more than the population.
    """
    n = _counted(tuple(counts.values()), population)
    if any(
        count and not scale.lowest <= answer <= scale.highest for answer, count in counts.items()
    ):
        raise ValueError("an answer lies off the scale")
    value = sum(answer * count for answer, count in counts.items()) / n
    squares = sum(count * (answer - value) ** 2 for answer, count in counts.items())
    if n >= ENOUGH and squares:
        half = _student(n - 1) * sqrt(squares / (n - 1) / n)
        low, high = value - half, value + half
    else:
        reach = scale.highest - scale.lowest
        place, end = wilson(n * (value - scale.lowest) / reach, n)
        low, high = scale.lowest + reach * place, scale.lowest + reach * end
    low, high = max(float(scale.lowest), low), min(float(scale.highest), high)
    return _narrowed(value, low, high, n, population)


def ces(counts: Mapping[int, int], *, version: str) -> Estimate:
    """The mean customer effort of answers to one version, as they were given; see `CES_VERSIONS`.

    ValueError for an unknown version, an answer off its scale, or no answers.
    """
    if version not in CES_VERSIONS:
        raise ValueError("there is no such version of the question")
    return mean(counts, CES_VERSIONS[version])


def difference(a: Estimate, b: Estimate) -> Difference:
    """a minus b, of the same score in two groups that share no answer, and whether chance explains it.

    From both intervals (G. Y. Zou and A. Donner, "Construction of confidence limits about effect
    measures: a general approach", Statistics in Medicine 27 (2008), pages 1693 to 1702). For intervals
    of score ± 1.96 · SE it is the test of z = Δ / √(SE₁² + SE₂²) against 1.96; for Wilson's, Newcombe's
    method 10. Not distinguishable is an answer: zero lies inside.
    """
    value = a.value - b.value
    low = value - sqrt((a.value - a.low) ** 2 + (b.high - b.value) ** 2)
    high = value + sqrt((a.high - a.value) ** 2 + (b.value - b.low) ** 2)
    return Difference(value, low, high, not low <= 0 <= high)


def change_z(value: float, error: float, earlier: float, earlier_error: float) -> float:
    """How many standard errors a score moved: Δ / √(SE₁² + SE₂²). ValueError when neither errs."""
    both = sqrt(error**2 + earlier_error**2)
    if not both:
        raise ValueError("a change without any error has no z")
    return (value - earlier) / both


def wald(promoters: float, detractors: float, n: float) -> tuple[float, float]:
    """Score ± z · standard error in points, not cut at the ends; counts need not be whole."""
    p, d = promoters / n, detractors / n
    half = 100 * Z_95 * _deviation(p, d) / sqrt(n)
    return 100 * (p - d) - half, 100 * (p - d) + half


def _deviation(p: float, d: float) -> float:
    return sqrt(max(0.0, p + d - (p - d) ** 2))


def _counted(counts: tuple[int, ...], population: int | None) -> int:
    n = sum(counts)
    if n < 1 or min(counts) < 0:
        raise ValueError("a score needs answers, and no count below zero")
    if population is not None and population < n:
        raise ValueError("more people answered than there are")
    return n


def _narrowed(value: float, low: float, high: float, n: int, population: int | None) -> Estimate:
    """With the finite population correction √((N - n) / (N - 1)): who all answered leave no doubt.

    The value lies within, also where the last digit was rounded another way.
    """
    low, high = min(low, value), max(high, value)
    if population is None:
        return Estimate(value, low, high, n)
    factor = sqrt((population - n) / (population - 1)) if population > 1 else 0.0
    return Estimate(value, value - factor * (value - low), value + factor * (high - value), n)


def _student(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))
