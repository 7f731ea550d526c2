"""Counts by option as scores, through the measures alone: exact, or in bands past the gate."""

from __future__ import annotations

from collections.abc import Sequence

from balcao.listening.surveys.rules import Asked, Kind, numbers
from balcao.measures.bands import SHARE, Banded, banded_mean, banded_nps, banded_share
from balcao.measures.bands import band as band_of
from balcao.measures.scores import Difference, Estimate, Scale, ces, csat, difference, mean, nps
from balcao.measures.shares import wilson

from .counting import measure, size
from .telling import Score

_FEWEST_FOR_SHARES = 2  # times k: with fewer, shares beside the score could show that all agree


def score(
    asked: Asked, counts: Sequence[int], n: int, *, population: int | None = None
) -> Score | None:
    """What exact counts of `n` answers tell; None without answers.

    `population` is how many people there are where that is known and most of them answered.
    """
    if n < 1:
        return None
    shares = _classes(asked, counts)
    if asked.kind in (Kind.CSAT, Kind.CES) or not population or population < n:
        population = None
    told = _estimate(asked, counts, n, population)
    return Score(
        measure(asked),
        told.value if told else None,
        told.low if told else 0.0,
        told.high if told else 1.0,
        n,
        None,
        tuple(counts),
        tuple(count / n for count in shares),
        tuple(wilson(count, n) for count in shares),
        population if told else None,
    )


def told_of(asked: Asked, counts: Sequence[int], n: int, *, k: int) -> Score:
    """What may be told of an anonymous group of `n`, at least k; ValueError under that."""
    size_band = band_of(n, k=k)
    told = _banded(asked, counts, n, k)
    shares = _classes(asked, counts) if size_band.fewest >= _FEWEST_FOR_SHARES * k else ()
    coarse = [banded_share(count, n, k=k) for count in shares]
    return Score(
        measure(asked),
        told.value if told else None,
        told.low if told else 0.0,
        told.high if told else 1.0,
        None,
        size_band,
        (),
        tuple(_rough(one) for one in coarse),
        tuple((one.low, one.high) for one in coarse),
    )


def change(now: Score, before: Score) -> Difference | None:
    """How a score moved, and whether chance explains it; None where there is no single number.

    Of bands it is taken from their intervals, which are rather too wide: it finds less.
    """
    if now.value is None or before.value is None:
        return None
    return difference(_as_estimate(now), _as_estimate(before))


def _as_estimate(told: Score) -> Estimate:
    assert told.value is not None
    n = told.n if told.n is not None else told.band.fewest if told.band else 0
    return Estimate(told.value, told.low, told.high, n)


def _estimate(
    asked: Asked, counts: Sequence[int], n: int, population: int | None
) -> Estimate | None:
    match asked.kind:
        case Kind.NPS | Kind.ENPS:
            detractors, passives, promoters = _three(counts)
            return nps(promoters, passives, detractors, population=population)
        case Kind.CSAT:
            return csat(sum(counts[-2:]), n)
        case Kind.CES:
            version = str(asked.options.get("version", "2")).partition(".")[0]
            return ces(_by_answer(asked, counts), version=version)
        case Kind.SCALE | Kind.MATRIX | Kind.RANKING:
            return mean(_by_answer(asked, counts), _scale(asked), population=population)
    return None


def _banded(asked: Asked, counts: Sequence[int], n: int, k: int) -> Banded | None:
    match asked.kind:
        case Kind.NPS | Kind.ENPS:
            detractors, passives, promoters = _three(counts)
            return banded_nps(promoters, passives, detractors, k=k)
        case Kind.CSAT:
            return banded_share(sum(counts[-2:]), n, k=k)
        case Kind.CES | Kind.SCALE | Kind.MATRIX | Kind.RANKING:
            return banded_mean(_by_answer(asked, counts), _scale(asked), k=k)
    return None


def _classes(asked: Asked, counts: Sequence[int]) -> Sequence[int]:
    return _three(counts) if asked.kind in (Kind.NPS, Kind.ENPS) else counts


def _three(counts: Sequence[int]) -> tuple[int, int, int]:
    """Detractors 0 to 6, passives 7 and 8, promoters 9 and 10."""
    return sum(counts[:7]), sum(counts[7:9]), sum(counts[9:])


def _scale(asked: Asked) -> Scale:
    if asked.kind is Kind.RANKING:
        return Scale(1, size(asked), is_high_good=False)
    steps = numbers(asked)
    return Scale(steps[0], steps[-1])


def _by_answer(asked: Asked, counts: Sequence[int]) -> dict[int, int]:
    return dict(enumerate(counts, start=_scale(asked).lowest))


def _rough(told: Banded) -> float:
    """A share near an end is told as half a tenth from it, whatever it is."""
    if told.value is not None:
        return told.value
    return SHARE if told.high < 1 else 1 - SHARE
