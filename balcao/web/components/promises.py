"""Promises as both sides read them: states, dues and lengths in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.sql import Row
from balcao.register.calendars.rules import BusinessCalendar, Opening
from balcao.service.sla import rules
from balcao.service.sla.queries import Explained

from .dates import short_day, weekday_name

SOON = timedelta(hours=1)
LISTED_DAYS = 12
LINES = 144  # of all ledgers on a page together
PROMISES = {str(value): label for value, label in rules.PROMISE_LABELS}
AGREEMENTS = {rules.Agreement.SLA: "SLA", rules.Agreement.OLA: "OLA"}
STRETCHES: dict[str, str | Promise] = {
    "running": _("Counted"),
    "paused": _("Paused"),
    "closed": _("Not open"),
}
_STATES: dict[str, tuple[str | Promise, str, str]] = {
    "running": (_("Running"), "info", "clock-play"),
    "paused": (_("Paused"), "neutral", "clock-pause"),
    "met": (_("Promise kept"), "success", "circle-check"),
    "missed": (_("Promise broken"), "danger", "alert-circle"),
    "cancelled": (_("No longer applies"), "neutral", "ban"),
}
_DAY = 86_400
_ALL_DAY = (Opening(0, _DAY),)
_OVERDUE = (_("Overdue"), "danger", "alert-triangle")


def state(line: Row) -> tuple[str | Promise, str, str]:
    """Label, tone and picture of a clock as `sla.queries.clocks` tells it."""
    if line["state"] == rules.State.RUNNING:
        if line["breached_at"] is not None or dueness(line["due_at"]) == "late":
            return _OVERDUE
        if line["paused_because"]:
            return _STATES["paused"]
    return _STATES[line["state"]]


def dueness(due_at: datetime | None) -> str:
    """`late` for what is past, `soon` for what comes within the hour, else nothing."""
    if due_at is None:
        return ""
    left = due_at - clock.now()
    if left <= timedelta():
        return "late"
    return "soon" if left <= SOON else ""


def target(line: Row) -> str:
    """Within how much a promise or a clock is to be kept, in words: hours, or business days."""
    days = line["target_days"]
    if not days:
        return length(line["target_seconds"])
    return ngettext("%(days)s business day", "%(days)s business days", days) % {"days": days}


def target_written(line: Row) -> str:
    """The same as a form takes it: 8h, 1h30m, 3d."""
    if line["target_days"]:
        return f"{line['target_days']}d"
    return length(line["target_seconds"]).replace(" min", "m").replace(" ", "")


def measured_by(line: Row) -> str:
    """By which calendar that counts."""
    if line["target_days"]:
        return gettext("days on which “%(calendar)s” is open") % {"calendar": line["calendar"]}
    return gettext("hours of “%(calendar)s”") % {"calendar": line["calendar"]}


def week_of(calendar: BusinessCalendar) -> str:
    """The opening hours of a week, days with the same hours together: “Mon–Fri 08:00–12:00; Sat …”."""
    if calendar.weekly == (_ALL_DAY,) * 7:
        return gettext("day and night")
    told = []
    for openings, days in groupby(range(7), key=calendar.weekly.__getitem__):
        if openings:
            first, *rest = days
            names = "–".join(weekday_name(day) for day in (first, *rest[-1:]))
            told.append(f"{names} {', '.join(map(_span, openings))}")
    return "; ".join(told)


def _span(opening: Opening) -> str:
    return f"{_hour(opening.start)}–{_hour(opening.end)}"


def _hour(seconds: int) -> str:
    """Of the day; midnight at an end is 24:00, and what lies past it the next morning's hour."""
    left = seconds if seconds <= _DAY else seconds - _DAY
    return f"{left // 3600:02}:{left % 3600 // 60:02}"


def business_days(days: Sequence[date]) -> str:
    """The days that count, each with its weekday; of many the first ones and the last."""
    shown = [short_day(on) for on in days[:LISTED_DAYS]]
    if len(days) > LISTED_DAYS:
        shown[-1] += f" … {short_day(days[-1])}"
    return ", ".join(shown)


def lined(
    told: Sequence[Explained], every: str
) -> list[tuple[Explained, Sequence[rules.Line], bool]]:
    """Each promise with the lines of its ledger, and whether they are all there are: those of the
    clock `every` was asked for by its id, of the others as few as fit on the page together."""
    most = LINES // max(1, len(told))
    return [
        (one, one.stretches, True)
        if every == str(one.clock["id"])
        else (one, one.folded(most), False)
        for one in told
    ]


def fold_words(told: rules.Fold) -> str:
    """Days told as one line: “23 business days, 8 h each”, and what else there was in a whole month."""
    parts = [_alike(one) for one in told.ran]
    if told.pauses:
        words = ngettext("%(count)s pause, %(length)s", "%(count)s pauses, %(length)s", told.pauses)
        parts.append(words % {"count": told.pauses, "length": length(told.paused_seconds)})
    if told.closures:
        words = ngettext(
            "%(count)s holiday or exception", "%(count)s holidays or exceptions", told.closures
        )
        parts.append(words % {"count": told.closures})
    return "; ".join(parts) or gettext("nothing counted")


def _alike(told: rules.Days) -> str:
    days = ngettext("%(days)s business day", "%(days)s business days", told.days)
    words = (
        gettext("%(days)s, %(length)s each") if told.days > 1 else gettext("%(days)s, %(length)s")
    )
    return words % {"days": days % {"days": told.days}, "length": length(told.seconds)}


def length(told: timedelta | float) -> str:
    """A length of time in hours and minutes; seconds only where there is nothing else."""
    seconds = int(told.total_seconds() if isinstance(told, timedelta) else told)
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or (f"{left} s" if left else "0 min")
