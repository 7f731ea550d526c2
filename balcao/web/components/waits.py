"""Waits as both sides read them: a place, an interval without false precision, and how it is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import ceil, floor

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from balcao.core import clock
from balcao.core.errors import Invalid
from balcao.measures.waiting import is_calibrated
from balcao.service.waiting.calling import Outcome
from balcao.service.waiting.queries import Known, Silence, Standing
from balcao.service.waiting.rules import Span, Window

from .dates import clock_hour, weekday
from .promises import length
from .words import number

OUTCOMES: dict[Outcome | str, tuple[Promise, str]] = {
    "": (gettext_lazy("Promised"), "info"),
    Outcome.DONE: (gettext_lazy("Called"), "success"),
    Outcome.FAILED: (gettext_lazy("Nobody was reached"), "danger"),
    Outcome.CANCELLED: (gettext_lazy("No longer wanted"), "neutral"),
}
SILENCES: dict[Silence, Promise] = {
    Silence.OVERDUE: gettext_lazy("It already takes longer than we expected"),
    Silence.TOO_FEW: gettext_lazy("Too few replies lately to say how long it takes"),
    Silence.OUTRUN: gettext_lazy("What is more urgent comes too fast to say how long it takes"),
    Silence.TOO_FAR: gettext_lazy("The line is too long to say how long it takes"),
    Silence.STALE: gettext_lazy("How long it takes is being worked out"),
}
_AS_MANY = 1.05  # agents, times those of late


def expected(standing: Standing) -> str:
    """When an answer may be expected, or why that can't be said."""
    if standing.window is None:
        return str(SILENCES[standing.silence]) if standing.silence else ""
    return window(standing.window)


def ahead(bounds: tuple[float, float]) -> str:
    """Between how many hours of opening hours from now, rounded outward."""
    low, high = bounds
    start, end = floor(low / _grain(low)) * _grain(low), ceil(high / _grain(high)) * _grain(high)
    if not start:
        return _("within %(high)s") % {"high": length(end)}
    return _("in %(low)s to %(high)s") % {"low": length(start), "high": length(end)}


def _grain(seconds: float) -> int:
    if seconds < 3600:
        return 300
    return 900 if seconds < 4 * 3600 else 3600


def window(told: Window) -> str:
    """The interval in words: hours of today or tomorrow, else days."""
    if told.span is Span.MORNING:
        return _("tomorrow morning")
    if told.span is Span.AFTERNOON:
        return _("tomorrow afternoon")
    if told.span is Span.DAYS:
        return _days(told.from_at, told.to_at)
    if told.from_at is None:
        sentence = _("by %(to)s") if told.span is Span.TODAY else _("by tomorrow at %(to)s")
        return sentence % {"to": clock_hour(told.to_at)}
    sentences = {
        Span.TODAY: _("between %(from)s and %(to)s"),
        Span.TOMORROW: _("tomorrow between %(from)s and %(to)s"),
        Span.OVERNIGHT: _("between today at %(from)s and tomorrow at %(to)s"),
    }
    told_hours = {"from": clock_hour(told.from_at), "to": clock_hour(told.to_at)}
    return sentences[told.span] % told_hours


def _days(from_at: datetime | None, to_at: datetime) -> str:
    if from_at is None:
        return _("by %(to)s") % {"to": weekday(to_at)}
    if from_at.date() == to_at.date():
        return _("on %(day)s") % {"day": weekday(to_at)}
    return _("between %(from)s and %(to)s") % {"from": weekday(from_at), "to": weekday(to_at)}


def slot(from_at: datetime, to_at: datetime) -> str:
    """A time for a call: the day, as today, tomorrow or by name, and its hours."""
    begins, today = timezone.localtime(from_at), timezone.localtime(clock.now()).date()
    ahead = (begins.date() - today).days
    day = {0: _("today"), 1: _("tomorrow")}.get(ahead) or weekday(from_at)
    told = {"day": day, "from": clock_hour(from_at), "to": clock_hour(to_at)}
    return _("%(day)s, from %(from)s to %(to)s") % told


def slots(times: Iterable[tuple[datetime, datetime]]) -> list[tuple[str, str]]:
    """Times for a call as the choices of a form."""
    return [(f"{start.isoformat()}/{end.isoformat()}", slot(start, end)) for start, end in times]


def read_slot(told: str) -> tuple[datetime, datetime]:
    """The two instants of a choice; Invalid for anything else."""
    try:
        start, end = (datetime.fromisoformat(part) for part in told.split("/"))
    except ValueError:
        raise Invalid(_("Choose a time."), {"when": _("Choose a time.")}) from None
    if start.tzinfo is None or end.tzinfo is None:
        raise Invalid(_("Choose a time."), {"when": _("Choose a time.")})
    return start, end


def known_from(standing: Standing) -> list[str]:
    """How the interval is known, one sentence each: who stands before, who leaves, who comes, who
    is here, and how right such intervals have been."""
    told = [_before(standing.place - 1), *_passed(standing.known)]
    if standing.known is not None:
        told += _flow(standing.known)
        told += _agents(standing.known)
    if standing.window is not None:
        told.append(_("At that pace, eight answers in ten come within the interval."))
    if standing.known is not None and is_calibrated(standing.known.outcomes):
        told.append(
            _("The interval is kept honest by the latest %(count)s answers.")
            % {"count": number(standing.known.outcomes)}
        )
    return told


def _before(count: int) -> str:
    if not count:
        return _("Nobody waits before this one in the same team.")
    return ngettext(
        "%(count)s client waits before this one in the same team.",
        "%(count)s clients wait before this one in the same team.",
        count,
    ) % {"count": number(count)}


def _passed(known: Known | None) -> list[str]:
    if known is None or not known.passed:
        return []
    sentence = ngettext(
        "%(count)s of them is not counted: somebody who came later was answered first.",
        "%(count)s of them are not counted: somebody who came later was answered first.",
        known.passed,
    )
    return [sentence % {"count": number(known.passed)}]


def _flow(known: Known) -> list[str]:
    """Who left the line, and who came and goes before."""
    left = ngettext(
        "Lately %(count)s client left the line, answered or settled otherwise, in %(hours)s of opening hours with somebody in it.",
        "Lately %(count)s clients left the line, answered or settled otherwise, in %(hours)s of opening hours with somebody in it.",
        known.departures,
    ) % {"count": number(known.departures), "hours": length(known.exposure_seconds)}
    if not known.arrivals:
        return [left, _("Nobody came in that time who goes before this one.")]
    came = ngettext(
        "%(count)s came in that time who would go before this one: more urgent, or waiting longer elsewhere. As many are expected.",
        "%(count)s came in that time who would go before this one: more urgent, or waiting longer elsewhere. As many are expected.",
        known.arrivals,
    ) % {"count": number(known.arrivals)}
    return [left, came]


def _agents(known: Known) -> list[str]:
    """Who is here now, and what that changes."""
    if not known.agents:
        return []
    here = ngettext(
        "%(count)s agent is available now.", "%(count)s agents are available now.", known.agents
    ) % {"count": number(known.agents)}
    if known.scale > _AS_MANY:
        return [here, _("That is fewer than lately, so it takes longer.")]
    if known.scale < 1 / _AS_MANY:
        return [here, _("That is more than lately, so it takes less.")]
    return [here]
