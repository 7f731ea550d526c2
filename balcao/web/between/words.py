"""Waits, agreements and satisfaction later, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.insights.inner.queries import Compared, Told
from balcao.service.between.queries import Waited
from balcao.service.between.rules import Middle
from balcao.service.sla.queries import Kept

from ..components.charts import Scale, whisker
from ..components.promises import length
from ..components.scores import percent
from ..components.words import number

_MINUTE = 60
SHARES, APART = Scale(0, 1), Scale(-1, 1)


def span(seconds: float) -> str:
    """A length of time in hours and minutes."""
    told = length(round(seconds / _MINUTE) * _MINUTE if seconds >= _MINUTE else seconds)
    return told.replace(" ", "\N{NO-BREAK SPACE}")


def whole(told: Waited) -> dict[str, Any]:
    """How many waited, how long, and how long half of them did at most."""
    return {
        "tickets": told.tickets,
        "waiting": told.waiting,
        "customers": ngettext("%(count)s ticket waited", "%(count)s tickets waited", told.tickets)
        % {"count": number(told.tickets)},
        "open": span(told.open_seconds),
        "clock": span(told.seconds),
        "half": _half(told.middle),
        "ended": told.ended,
    }


def agreed(told: Kept) -> dict[str, Any]:
    """The agreements put to the test: the share kept with its interval, or only how many of how many."""
    of = _("%(kept)s of %(total)s kept") % {"kept": number(told.kept), "total": number(told.total)}
    if not told.total:
        return {"share": "", "detail": _("none put to the test"), "whisker": None}
    if told.share is None:
        return {"share": of, "detail": _("too few for a share"), "whisker": None}
    between = _("between %(low)s and %(high)s") % {"low": told.low, "high": told.high}
    return {
        "share": told.percent,
        "detail": f"{of}, {between}",
        "whisker": whisker(told.share, *told.interval, SHARES),
    }


def compared(told: Compared) -> str:
    """What waiting and satisfaction later say beside each other, in points of percent."""
    found = told.difference
    if found is None:
        return _("Too few answers to compare.")
    step = {
        "points": _points(abs(found.value)),
        "low": _points(found.low),
        "high": _points(found.high),
    }
    if not found.distinguishable:
        return _("No distinguishable difference: between %(low)s and %(high)s points.") % step
    if found.value < 0:
        return (
            _(
                "Who waited for another area was %(points)s points less satisfied (between %(low)s and"
                " %(high)s)."
            )
            % step
        )
    return (
        _(
            "Who waited for another area was %(points)s points more satisfied (between %(low)s and"
            " %(high)s)."
        )
        % step
    )


def lines(told: Compared) -> list[dict[str, Any]]:
    """Both groups below each other, on one scale from 0 to 100 %."""
    return [
        _line(_("Waited for another area"), told.waited),
        _line(_("Did not wait for another area"), told.others),
    ]


def apart(area: str, told: Compared) -> dict[str, Any] | None:
    """What waiting for one area and satisfaction later say, on a scale around zero; None for too few."""
    found = told.difference
    if found is None:
        return None
    ends = {"low": _points(found.low), "high": _points(found.high)}
    return {
        "label": area,
        "heading": "",
        "href": "",
        "is_whole": False,
        "why": "",
        "whisker": whisker(found.value, found.low, found.high, APART, middle=0.0),
        "value": _points(found.value),
        "between": _("between %(low)s and %(high)s") % ends,
        "of": _answers(told.waited.n),
    }


def _line(label: str, told: Told) -> dict[str, Any]:
    found = told.estimate
    line = {
        "label": label,
        "heading": "",
        "href": "",
        "is_whole": False,
        "why": "",
        "whisker": None,
    }
    of = _answers(told.n)
    if found is None:
        return {**line, "value": "–", "between": _("too few for a share"), "of": of}
    ends = {"low": percent(found.low), "high": percent(found.high)}
    return {
        **line,
        "whisker": whisker(found.value, found.low, found.high, SHARES),
        "value": percent(found.value),
        "between": _("between %(low)s and %(high)s") % ends,
        "of": of,
    }


def _answers(n: int) -> str:
    return ngettext("%(count)s answer", "%(count)s answers", n) % {"count": number(n)}


def _half(told: Middle | None) -> dict[str, str] | None:
    if told is None:
        return None
    low = "–" if told.low is None else span(told.low)
    high = "–" if told.high is None else span(told.high)
    return {"value": span(told.seconds), "low": low, "high": high}


def _points(share: float) -> str:
    return number(round(100 * share, 1))
