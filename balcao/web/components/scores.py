"""Scores in words: the number, between what it surely lies, of how many answers, how it moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from balcao.listening.results.rules import Hidden, Score
from balcao.listening.surveys.rules import Asked, Kind, choices, lines, numbers, worded
from balcao.measures.bands import Band
from balcao.measures.scores import Difference

from .dates import locale
from .words import number

MEASURES: dict[str, str | Promise] = {
    "nps": gettext_lazy("NPS"),
    "enps": gettext_lazy("eNPS"),
    "csat": gettext_lazy("CSAT: satisfied"),
    "ces": gettext_lazy("CES 2.0: it was easy"),
    "mean": gettext_lazy("Mean on the scale"),
    "ranks": gettext_lazy("Mean place"),
    "shares": gettext_lazy("Shares"),
    "response": gettext_lazy("Response rate"),
}
POINTS = frozenset({"nps", "enps"})
SHARES = frozenset({"csat", "shares", "response"})
NONE = "–"
_MINUS = "\N{MINUS SIGN}"


class Moved(NamedTuple):
    """How a score moved, in words, with the tone and icon that go with it."""

    text: str
    tone: str
    symbol: str


def spoken(words: Mapping[str, str] | None) -> str:
    """Words of a survey in the reader's own language, else in the other."""
    return worded(words, "en" if get_language() == "en" else "pt-br")


def value(measure: str, told: float) -> str:
    """A score as people read it: points with their sign, shares in percent, means to hundredths."""
    if measure in POINTS:
        return _signed(told, "#,##0.#")
    return percent(told) if measure in SHARES else _plain(told, "0.0#")


def head(score: Score | Hidden | None) -> str:
    """The number alone; of a band without a value its interval, of nothing a dash."""
    if not isinstance(score, Score):
        return NONE
    if score.value is None:
        return NONE if score.measure == "shares" else spanned(score)
    return value(score.measure, score.value)


def spanned(score: Score) -> str:
    """Between which numbers it lies, 95 % sure."""
    ends = {"low": value(score.measure, score.low), "high": value(score.measure, score.high)}
    return _("%(low)s to %(high)s") % ends


def between(score: Score) -> str:
    """The interval as a half sentence; empty where there is no single number."""
    if score.measure == "shares":
        return ""
    ends = {"low": value(score.measure, score.low), "high": value(score.measure, score.high)}
    return _("between %(low)s and %(high)s") % ends


def of(score: Score) -> str:
    """Of how many answers: exactly, or between which numbers they lie."""
    return counted(score.n, score.band)


def counted(n: int | None, band: Band | None) -> str:
    """So many answers: exactly, or between which numbers they lie."""
    if band is not None:
        return banded(band)
    count = n or 0
    return ngettext("%(count)s answer", "%(count)s answers", count) % {"count": number(count)}


def banded(band: Band) -> str:
    """A band of answers."""
    ends = {"low": number(band.fewest), "high": number(band.most)}
    return _("%(low)s to %(high)s answers") % ends


def spread(band: Band) -> str:
    """A band of people."""
    return _("%(low)s to %(high)s") % {"low": number(band.fewest), "high": number(band.most)}


def said(score: Score | Hidden | None) -> str:
    """A score in one line: number, interval, answers; or why there is none."""
    if isinstance(score, Hidden):
        return str(score.reason.label)
    if score is None:
        return _("no answer")
    told = [head(score), *([between(score)] if score.value is not None else []), of(score)]
    return ", ".join(one for one in told if one and one != NONE)


def moved(measure: str, change: Difference | None) -> Moved | None:
    """How it moved, and whether chance explains that; None where there is nothing to compare."""
    if change is None:
        return None
    told = {
        "change": difference(measure, change.value),
        "low": _step(measure, change.low),
        "high": _step(measure, change.high),
    }
    if not change.distinguishable:
        text = _("No distinguishable difference: %(change)s, between %(low)s and %(high)s")
        return Moved(text % told, "neutral", "equal")
    text = _("%(change)s, between %(low)s and %(high)s") % told
    is_better = (change.value > 0) is not (measure == "ranks")
    symbol = "trending-up" if change.value > 0 else "trending-down"
    return Moved(text, "success" if is_better else "danger", symbol)


def difference(measure: str, told: float) -> str:
    """A difference of two scores, with its sign and unit."""
    step = {"points": _step(measure, told)}
    if measure in POINTS:
        return _("%(points)s points") % step
    return _("%(points)s percentage points") % step if measure in SHARES else step["points"]


def _step(measure: str, told: float) -> str:
    if measure in POINTS:
        return _signed(told, "#,##0.#")
    return _signed(100 * told, "#,##0.#") if measure in SHARES else _signed(told, "0.0#")


def percent(share: float) -> str:
    """A share from 0 to 1 in percent, to tenths."""
    return f"{_plain(100 * share, '#,##0.#')}\N{NO-BREAK SPACE}%"


def whole_percent(share: float) -> str:
    """A share from 0 to 1 in whole percent, where many of them stand side by side."""
    return f"{_plain(100 * share, '#,##0')}\N{NO-BREAK SPACE}%"


def options(asked: Asked) -> list[str]:
    """What the options of a question are called, in the order in which they are counted."""
    match asked.kind:
        case Kind.NPS | Kind.ENPS:
            return [_("Detractors, 0 to 6"), _("Passives, 7 and 8"), _("Promoters, 9 and 10")]
        case Kind.SCALE | Kind.MATRIX:
            return [spoken(one) for one in asked.options.get("labels", ())]
        case Kind.CHOICE | Kind.MULTIPLE:
            return [spoken(one["words"]) for one in asked.options.get("choices", ())]
        case Kind.RANKING:
            return [_place(place + 1) for place in range(len(choices(asked)))]
        case Kind.CONSENT:
            return [_("No"), _("Yes")]
        case _:
            return [str(one) for one in numbers(asked)]


def _place(place: int) -> str:
    """A place in an order."""
    return _("place %(place)s") % {"place": place}


def part_label(asked: Asked, part: str) -> str:
    """What a line of a matrix or an option of a ranking is called."""
    if not part:
        return ""
    named = "rows" if part in lines(asked) else "choices"
    told = asked.options.get(named, ())
    return next((spoken(one["words"]) for one in told if one["value"] == part), part)


def choice_label(asked: Asked, chosen: str) -> str:
    """What one of the choices is called."""
    told = asked.options.get("choices", ())
    return next((spoken(one["words"]) for one in told if one["value"] == chosen), chosen)


def _plain(told: float, pattern: str) -> str:
    shown = str(format_decimal(told, format=pattern, locale=locale()))
    return shown.replace("-", _MINUS) if told < 0 else shown


def _signed(told: float, pattern: str) -> str:
    shown = _plain(told, pattern)
    return f"+{shown}" if told > 0 and shown.strip("0.,") else shown
