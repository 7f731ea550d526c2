"""Pictures of scores, each mark placed in percent of its picture: it fits any width undistorted.

Drawn by the server as SVG, so they are there without script, on paper and in both themes; the
macros are in `jinja2/components/charts.html`. Beside each picture its page says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil, floor, log10
from typing import NamedTuple

FULL = 100.0
_TICKS = 4
_STEPS = (1, 2, 2.5, 5, 10)


class Scale(NamedTuple):
    """From where to where a picture goes."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Where the value stands, from 0 to 100; beyond an end, at that end."""
        reach = self.high - self.low or 1.0
        return round(FULL * min(1.0, max(0.0, (value - self.low) / reach)), 2)


class Whisker(NamedTuple):
    """A score on its scale: the point (none where only the interval is told), and its doubt."""

    at: float | None
    start: float
    width: float
    middle: float | None


class Segment(NamedTuple):
    """A part of a bar that shows a whole."""

    label: str
    tone: str
    share: float
    start: float
    width: float
    text: str


class Column(NamedTuple):
    """An answer's column, with how many gave it."""

    label: str
    tone: str
    start: float
    width: float
    top: float
    height: float
    text: str


class Moment(NamedTuple):
    """A point of a trend as it is given: without a score it says why."""

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    said: str = ""
    href: str = ""
    why: str = ""


class Point(NamedTuple):
    """A point of a trend as it is drawn; y grows downwards. `at` is none where no value is told.

    A spare name stands below only where there is much room.
    """

    moment: Moment
    x: float
    at: float | None
    top: float
    bottom: float
    is_labelled: bool
    is_spare: bool


class Tick(NamedTuple):
    """A line across a trend, with what stands beside it."""

    y: float
    label: str


class Trend(NamedTuple):
    """A trend as paths in a square of 100: bands of doubt, lines, points, and the ticks beside."""

    bands: list[str]
    lines: list[str]
    points: list[Point]
    ticks: list[Tick]


def whisker(
    value: float | None, low: float, high: float, scale: Scale, *, middle: float | None = None
) -> Whisker:
    """A score with its interval; `middle` marks another value, zero or that of the whole."""
    start, end = scale.place(low), scale.place(high)
    return Whisker(
        None if value is None else scale.place(value),
        start,
        round(end - start, 2),
        None if middle is None else scale.place(middle),
    )


def stack(parts: Sequence[tuple[str, str, float]], told: Callable[[float], str]) -> list[Segment]:
    """Parts of a whole (label, tone, share from 0 to 1) side by side; shares may not add up to 1."""
    whole = sum(share for _label, _tone, share in parts) or 1.0
    drawn, start = [], 0.0
    for label, tone, share in parts:
        width = FULL * share / whole
        drawn.append(Segment(label, tone, share, round(start, 2), round(width, 2), told(share)))
        start += width
    return drawn


def columns(parts: Sequence[tuple[str, str, float]], told: Callable[[float], str]) -> list[Column]:
    """Each answer (label, tone, share) as a column, the highest as high as the picture."""
    most = max((share for _label, _tone, share in parts), default=0.0) or 1.0
    room = FULL / max(1, len(parts))
    return [
        Column(
            label,
            tone,
            round(place * room + room / 8, 2),
            round(room * 3 / 4, 2),
            round(FULL - FULL * share / most, 2),
            round(FULL * share / most, 2),
            told(share),
        )
        for place, (label, tone, share) in enumerate(parts)
    ]


def span(moments: Iterable[Moment], limits: Scale) -> tuple[Scale, list[float]]:
    """A scale that holds every interval within the limits, and the round values marked on it."""
    found = [
        end for one in moments for end in (one.low, one.high, one.value) if end is not None
    ] or list(limits)
    reach = max(max(found) - min(found), (limits.high - limits.low) / 10)
    step = _round_step(reach / _TICKS)
    low = max(limits.low, step * floor(min(found) / step))
    high = min(limits.high, step * ceil(max(found) / step))
    if high <= low:
        low, high = max(limits.low, low - step), min(limits.high, high + step)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return Scale(low, high), [round(step * place, 9) for place in range(first, last + 1)]


def trend(
    moments: Sequence[Moment], limits: Scale, told: Callable[[float], str], *, labels: int = 6
) -> Trend:
    """A trend on as much of the scale as it needs; where nothing is told, line and band are broken."""
    scale, marked = span(moments, limits)
    points = [_point(one, place, len(moments), scale, labels) for place, one in enumerate(moments)]
    return Trend(
        [_band(run) for run in _runs(points, lambda one: one.moment.low is not None)],
        [_line(run) for run in _runs(points, lambda one: one.at is not None)],
        points,
        [Tick(round(FULL - scale.place(value), 2), told(value)) for value in marked],
    )


def _point(moment: Moment, place: int, among: int, scale: Scale, labels: int) -> Point:
    room, each = FULL / max(1, among), max(1, ceil(among / labels))
    from_the_last = among - 1 - place
    has_doubt = moment.low is not None and moment.high is not None
    return Point(
        moment,
        round(room * (place + 0.5), 2),
        None if moment.value is None else round(FULL - scale.place(moment.value), 2),
        round(FULL - scale.place(moment.high or 0.0), 2) if has_doubt else FULL,
        round(FULL - scale.place(moment.low or 0.0), 2) if has_doubt else FULL,
        from_the_last % each == 0,
        from_the_last // each % 2 == 1,
    )


def _runs(points: Sequence[Point], is_told: Callable[[Point], bool]) -> Iterator[list[Point]]:
    for there, run in groupby(points, key=is_told):
        if there:
            yield list(run)


def _line(run: Sequence[Point]) -> str:
    return "M" + "L".join(f"{one.x} {one.at}" for one in run)


def _band(run: Sequence[Point]) -> str:
    """Around the run there and back; a single point's doubt is as wide as a hair."""
    there = [f"{one.x} {one.top}" for one in run]
    back = [f"{one.x} {one.bottom}" for one in reversed(run)]
    return f"M{'L'.join([*there, *back])}Z"


def _round_step(least: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in _STEPS if step * power >= least - 1e-9)
