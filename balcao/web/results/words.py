"""What pages of results call things, and which rounds and stretches they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.core.sql import Row
from balcao.listening.results.rules import Cut, Hidden, Point, Score, Step

from ..components.dates import day
from .asking import Chosen

SIDES: dict[str, str | Promise] = {
    "external": gettext_lazy("What customers say"),
    "internal": gettext_lazy("What colleagues say"),
}
SIDE_SYMBOLS = {"external": "building-store", "internal": "users-group"}
STEPS: dict[Step, str | Promise] = {
    Step.MONTH: gettext_lazy("By month"),
    Step.WEEK: gettext_lazy("By week"),
}
_USUAL = {
    "external": (Cut.TEAM, Cut.CHANNEL, Cut.REGION, Cut.RELATIONSHIP),
    "internal": (Cut.DEPARTMENT, Cut.TEAM, Cut.TENURE),
}
_MONTHS, _WEEKS = 12, 26
_YEAR, _NEAR = timedelta(days=364), timedelta(days=60)
_EVER = (date(2000, 1, 1), date(2999, 12, 31))


class Days(NamedTuple):
    """From day to day, both included; none is without end."""

    since: date | None
    until: date | None


def heads() -> list[str]:
    """The columns of a list of scores, behind the name and the picture."""
    return [_("Value"), _("Interval, 95 %% sure") % {}, _("Answers")]


def asked_cut(told: str, chosen: str, found: Row) -> str:
    """By what groups are told: what was asked for, else the cut that was chosen, else the usual one
    of this side."""
    for one in (told, chosen, *_USUAL[found["side"]]):
        if one in found["cuts"]:
            return str(one)
    return found["cuts"][0] if found["cuts"] else ""


def round_of(found: Row, wave: int | None) -> Row | None:
    """The round of an anonymous survey that was asked for; None for the last one."""
    return next((one for one in found["waves"] if one["id"] == wave and one["is_closed"]), None)


def waves(found: Row, chosen: Chosen) -> list[dict[str, Any]]:
    """The rounds of an anonymous survey as they may be chosen, the one that is told marked."""
    told = round_of(found, chosen.wave) or _last(found["waves"])
    return [
        {
            "id": one["id"],
            "label": _wave_label(one),
            "is_closed": one["is_closed"],
            "is_told": one is told,
        }
        for one in found["waves"]
    ]


def _last(there: Sequence[Row]) -> Row | None:
    closed = (one for one in there if one["is_closed"])
    return next(closed, there[0] if there else None)


def _wave_label(one: Row) -> str:
    told = {"number": one["number"], "day": day(one["closes_on"])}
    if one["is_closed"]:
        return _("Round %(number)s, closed on %(day)s") % told
    return _("Round %(number)s, open until %(day)s") % told


def reads_singles(found: Row) -> bool:
    """True where there are single answers, and the reader may read some."""
    return not found["is_anonymous"] and found["scope"].reads_singles


def days(found: Row, chosen: Chosen) -> Days:
    """The days whose answers are told; of an anonymous survey those on which its round closed."""
    if not found["is_anonymous"]:
        return Days(chosen.since, chosen.until)
    own = round_of(found, chosen.wave)
    return Days(own["closes_on"], own["closes_on"]) if own else Days(None, None)


def reach(found: Row, chosen: Chosen, step: Step) -> Days:
    """Twelve whole months or half a year of weeks up to the last day, or all that was asked for; of
    an anonymous survey every round there ever was."""
    since, until = chosen.since, chosen.until
    if found["is_anonymous"]:
        return Days(*_EVER)
    if step is Step.WEEK:
        first = until - timedelta(days=until.weekday(), weeks=_WEEKS - 1)
        return Days(min(first, since - timedelta(days=since.weekday())), until)
    months = until.year * 12 + until.month - _MONTHS
    first = date(months // 12, months % 12 + 1, 1)
    return Days(min(first, since.replace(day=1)), until)


def earlier_rounds(
    wave: int | None, course: Sequence[Point]
) -> list[tuple[str, Score | Hidden | None]]:
    """The round before the one that is told, and the one of about a year before that."""
    told = [one for one in course if isinstance(one.told, Score)]
    place = next((at for at, one in enumerate(told) if one.wave == wave), len(told) - 1)
    if place < 1:
        return []
    now, before = told[place], told[place - 1]
    found: list[tuple[str, Score | Hidden | None]] = [
        (_("against %(round)s") % {"round": before.label.lower()}, before.told)
    ]
    near = [one for one in told[: place - 1] if abs(now.until - one.until - _YEAR) <= _NEAR]
    if near:
        then = min(near, key=lambda one: abs(now.until - one.until - _YEAR))
        found.append(
            (_("against a year ago, %(round)s") % {"round": then.label.lower()}, then.told)
        )
    return found
