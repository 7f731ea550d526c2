"""A score as its page shows it: the number, its doubt, its pictures, and how it was computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from balcao.listening.results.rules import Hidden, Reason, Score
from balcao.listening.surveys.rules import Asked

from ..components import scored, scores
from ..components.charts import Column, Scale, Segment, Whisker, whisker
from .how import how

SYMBOLS = {Reason.NOT_CLOSED: "hourglass-low", Reason.LOST: "lock-off"}
SHIELD, NOTHING = "shield-lock", "message-off"
_WHOLE = Scale(0, 1)


class Line(NamedTuple):
    """One group, option or part in a list of them; `why` instead of numbers that are not told.

    `heading` stands above it where a new sort of group begins.
    """

    label: str
    whisker: Whisker | None = None
    value: str = ""
    between: str = ""
    of: str = ""
    why: str = ""
    href: str = ""
    is_whole: bool = False
    heading: str = ""


class Shown(NamedTuple):
    """A score, or why there is none. `ends` are those of its scale."""

    is_told: bool
    value: str = ""
    is_range: bool = False
    between: str = ""
    of: str = ""
    whisker: Whisker | None = None
    ends: tuple[str, str] = ("", "")
    parts: Sequence[Segment] = ()
    columns: Sequence[Column] = ()
    lines: Sequence[Line] = ()
    how: Sequence[str] = ()
    why: str = ""
    symbol: str = ""


def shown(asked: Asked, told: Score | Hidden | None) -> Shown:
    """A score as a page shows it large."""
    if not isinstance(told, Score):
        return Shown(False, why=scores.said(told), symbol=symbol(told))
    return Shown(
        True,
        value=scores.head(told),
        is_range=told.value is None,
        between="" if told.value is None else scores.between(told),
        of=scores.of(told),
        whisker=scored.drawn(asked, told),
        ends=ends(asked, told.measure),
        parts=scored.distribution(asked, told) if told.measure != "shares" else (),
        columns=scored.answers(asked, told) if told.measure != "shares" else (),
        lines=options(asked, told) if told.measure == "shares" else (),
        how=how(asked, told),
    )


def symbol(told: Hidden | None) -> str:
    """The icon of what is not told."""
    return NOTHING if told is None else SYMBOLS.get(told.reason, SHIELD)


def ends(asked: Asked, measure: str) -> tuple[str, str]:
    """What stands at both ends of a question's scale."""
    scale = scored.limits(asked)
    return scores.value(measure, scale.low), scores.value(measure, scale.high)


def line(
    asked: Asked,
    label: str,
    told: Score | Hidden | None,
    *,
    href: str = "",
    beside: Score | Hidden | None = None,
    is_whole: bool = False,
) -> Line:
    """A score as one line of a list."""
    if not isinstance(told, Score):
        return Line(label, why=scores.said(told), is_whole=is_whole)
    return Line(
        label,
        scored.drawn(asked, told, beside=beside),
        scores.head(told),
        scores.between(told) if told.value is not None else "",
        scores.of(told),
        href=href,
        is_whole=is_whole,
    )


def options(asked: Asked, told: Score) -> list[Line]:
    """The share of each option, with its doubt."""
    named = scores.options(asked)
    return [
        Line(
            named[place] if place < len(named) else "",
            whisker(share, *told.share_ranges[place], _WHOLE),
            scores.percent(share),
            _between(*told.share_ranges[place]),
        )
        for place, share in enumerate(told.shares)
    ]


def _between(low: float, high: float) -> str:
    return scores.between(Score("csat", None, low, high, None, None))
