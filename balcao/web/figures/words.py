"""The balance in words: names, numbers with their doubt, verdicts."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.insights.balance.rules import (
    INSIDE,
    OUTSIDE,
    Figure,
    Share,
    Verdict,
    Wait,
    Waits,
    compare,
)

from ..components.promises import length
from ..components.words import number

SIDES: dict[str, Promise] = {
    OUTSIDE: gettext_lazy("Customers"),
    INSIDE: gettext_lazy("Internal clients"),
}
FIGURES: dict[str, Promise] = {
    Figure.PROMISES: gettext_lazy("Promises put to the test"),
    Figure.OPENED: gettext_lazy("Tickets asked for"),
    Figure.SOLVED: gettext_lazy("Tickets resolved"),
    Figure.REPLIES: gettext_lazy("Replies sent"),
    Figure.FIRST_REPLIES: gettext_lazy("First replies"),
    Figure.TIME: gettext_lazy("Time spent"),
}
FEW = gettext_lazy("too few to tell")
_HALF_MINUTE = 30


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"


def share_head(share: Share) -> str:
    """The share, a dash of nothing, and of too few that they are too few."""
    if not share.among:
        return "–"
    return percent(share.value) if share.is_enough else str(FEW)


def share_words(share: Share) -> str:
    """How many of how many, and between which shares it surely lies."""
    if not share.among:
        return _("none put to the test")
    told = _("%(found)s of %(among)s") % {
        "found": number(share.found),
        "among": number(share.among),
    }
    return f"{told} · {between(share)}" if share.is_enough else told


def between(share: Share) -> str:
    """The interval of a share."""
    low, high = share.interval
    return _("between %(low)s and %(high)s") % {"low": percent(low), "high": percent(high)}


def wait_words(wait: Wait) -> str:
    """The interval of a wait; an end nobody knows is said."""
    if wait.low is None and wait.high is None:
        return _("no telling how sure")
    if wait.high is None:
        return _("%(low)s or more") % {"low": time_words(wait.low or 0)}
    if wait.low is None:
        return _("up to %(high)s") % {"high": time_words(wait.high)}
    told = {"low": time_words(wait.low), "high": time_words(wait.high)}
    return _("between %(low)s and %(high)s") % told


def waits_told(waits: Waits) -> str:
    """Median and 90th percentile with their doubt; nothing of too few."""
    if waits.median is None or waits.ninth is None:
        return ""
    return _("half within %(half)s (%(doubt)s), 9 of 10 within %(ninth)s (%(ninth_doubt)s)") % {
        "half": time_words(waits.median.seconds),
        "doubt": wait_words(waits.median),
        "ninth": time_words(waits.ninth.seconds),
        "ninth_doubt": wait_words(waits.ninth),
    }


def time_words(seconds: float) -> str:
    """A length of time in hours and minutes; seconds only below a minute."""
    is_short = seconds < 2 * _HALF_MINUTE
    told = length(seconds if is_short else (int(seconds) + _HALF_MINUTE) // 60 * 60)
    return told.replace(" ", "\N{NO-BREAK SPACE}")


def attainment_words(inside: Share, outside: Share) -> str:
    """What attainment inside and outside say beside each other, in points of percent."""
    if not inside.among or not outside.among:
        return _("One side alone: nothing to compare.")
    told = compare(inside, outside)
    if told.verdict is Verdict.FEW:
        return _("Too few to compare.")
    points = {
        "points": _points(told.value),
        "low": _points(told.low),
        "high": _points(told.high),
    }
    if told.verdict is Verdict.EVEN:
        return (
            _("No distinguishable difference: %(points)s points, between %(low)s and %(high)s.")
            % points
        )
    if told.verdict is Verdict.INSIDE:
        return _("More is kept inside: %(points)s points, between %(low)s and %(high)s.") % points
    return _("More is kept outside: %(points)s points, between %(low)s and %(high)s.") % points


def waits_words(verdict: Verdict) -> str:
    """What the waits of both sides say beside each other."""
    return {
        Verdict.FEW: _("Too few to compare."),
        Verdict.EVEN: _("No distinguishable difference."),
        Verdict.INSIDE: _("Inside waits longer."),
        Verdict.OUTSIDE: _("Outside waits longer."),
    }[verdict]


def weight_words(verdict: Verdict) -> str:
    """Whether inside gets its share of the effort."""
    return {
        Verdict.FEW: _("Too few to compare with its share of tickets."),
        Verdict.EVEN: _("Not distinguishable from its share of tickets."),
        Verdict.INSIDE: _("Inside gets more than its share of tickets."),
        Verdict.OUTSIDE: _("Inside gets less than its share of tickets."),
    }[verdict]


def _points(value: float) -> str:
    rounded = round(100 * value)
    return f"+{rounded}" if rounded > 0 else f"\N{MINUS SIGN}{-rounded}" if rounded < 0 else "0"
