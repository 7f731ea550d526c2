"""Scores as pictures: the scale of each measure, the distribution, and the trend."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from balcao.listening.results.rules import Hidden, Point, Score
from balcao.listening.surveys.rules import Asked, Kind, choices, numbers

from . import scores
from .charts import (
    Column,
    Moment,
    Scale,
    Segment,
    Trend,
    Whisker,
    columns,
    stack,
    trend,
    whisker,
)

_TONES = ("low", "lowish", "middle", "highish", "high")
_UNTONED = frozenset({Kind.CHOICE, Kind.MULTIPLE, Kind.RANKING})
_THREE = ("low", "middle", "high")
_CLASS_ENDS = (6, 8)


def limits(asked: Asked) -> Scale:
    """From where to where the score of a question may go."""
    match asked.kind:
        case Kind.NPS | Kind.ENPS:
            return Scale(-100, 100)
        case Kind.SCALE | Kind.MATRIX | Kind.CES:
            steps = numbers(asked)
            return Scale(steps[0], steps[-1])
        case Kind.RANKING:
            return Scale(1, len(choices(asked)))
        case _:
            return Scale(0, 1)


def drawn(
    asked: Asked, told: Score | Hidden | None, *, beside: Score | Hidden | None = None
) -> Whisker | None:
    """A score with its doubt on its whole scale; `beside` marks that of the whole."""
    if not isinstance(told, Score) or told.measure == "shares":
        return None
    middle = beside.value if isinstance(beside, Score) else None
    if middle is None and told.measure in scores.POINTS:
        middle = 0.0
    return whisker(told.value, told.low, told.high, limits(asked), middle=middle)


def distribution(asked: Asked, told: Score | Hidden | None) -> list[Segment]:
    """The options side by side as parts of a whole; nothing where it is not told."""
    if not isinstance(told, Score) or not told.shares:
        return []
    return stack(_parts(asked, told), scores.whole_percent)


def answers(asked: Asked, told: Score | Hidden | None) -> list[Column]:
    """How many gave each answer: every step of a scale where counts are told, else by share."""
    if not isinstance(told, Score) or not told.shares:
        return []
    if told.measure in scores.POINTS and told.counts and told.n:
        shares = [count / told.n for count in told.counts]
        tones = [_THREE[sum(place > end for end in _CLASS_ENDS)] for place in range(len(shares))]
        steps = [str(one) for one in numbers(asked)]
        return columns(list(zip(steps, tones, shares, strict=True)), scores.whole_percent)
    return columns(_parts(asked, told), scores.whole_percent)


def course(
    asked: Asked,
    points: Sequence[Point],
    *,
    leads: Callable[[Point], str] = lambda _point: "",
    labels: int = 6,
) -> Trend:
    """A trend of scores; where nothing is told it says why."""
    moments = [_moment(point, leads(point)) for point in points]
    measure = next((one.told.measure for one in points if isinstance(one.told, Score)), "mean")
    return trend(moments, limits(asked), lambda at: scores.value(measure, at), labels=labels)


def _moment(point: Point, href: str) -> Moment:
    if isinstance(point.told, Score):
        said = scores.said(point.told)
        return Moment(
            point.label, point.told.value, point.told.low, point.told.high, said, href=href
        )
    why = scores.said(point.told)
    return Moment(point.label, why=why) if point.told else Moment(point.label, said=why)


def _parts(asked: Asked, told: Score) -> list[tuple[str, str, float]]:
    """Label, tone and share of each option, in order."""
    among = len(told.shares)
    named = scores.options(asked)
    return [
        (named[place] if place < len(named) else "", _tone(asked, place, among), share)
        for place, share in enumerate(told.shares)
    ]


def _tone(asked: Asked, place: int, among: int) -> str:
    if asked.kind in _UNTONED or among < 2:
        return "plain"
    if among == 2:
        return ("middle", "high")[place]
    return _TONES[round(place * (len(_TONES) - 1) / (among - 1))]
