"""From the written form of a calendar to the calendar, or to the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from balcao.core.errors import Invalid

from .calendar import FIRST_YEAR, LAST_YEAR, ONE_DAY, BusinessCalendar, Holidays, Opening
from .public_holidays import countries

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = frozenset({"name", "zone", "weekly", "holidays", "exceptions"})
HOLIDAY_KEYS = frozenset({"country", "state", "add", "remove"})
MAX_NAME, MAX_OPENINGS, MAX_DAYS = 80, 24, 5_000
A_DAY = 86_400
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_EVERY_YEAR = re.compile(r"\d\d-\d\d")


class WrongCalendar(Invalid):
    """A calendar that is empty, contradicts itself or can't be understood, with the reason."""


def read(definition: Mapping[str, Any]) -> BusinessCalendar:
    """The calendar of that definition; WrongCalendar when it can't be one."""
    _known(_mapping(definition, _("the calendar")), KEYS)
    calendar = BusinessCalendar(
        name=_name(definition.get("name")),
        zone=_zone(definition.get("zone")),
        weekly=_weekly(definition.get("weekly")),
        holidays=_holidays(definition.get("holidays")),
        exceptions=_exceptions(definition.get("exceptions")),
    )
    _refuse_empty(calendar)
    _refuse_meeting(calendar)
    return calendar


def _name(told: object) -> str:
    if not isinstance(told, str) or not told.strip():
        raise WrongCalendar(_("A calendar needs a name."))
    if len(told.strip()) > MAX_NAME:
        raise WrongCalendar(_("The name is longer than %(most)s letters.") % {"most": MAX_NAME})
    return told.strip()


def _zone(told: object) -> ZoneInfo:
    wrong = _("“%(zone)s” is no time zone: write one as America/Sao_Paulo.") % {"zone": told or ""}
    if not isinstance(told, str) or not told or told.lower() in {"localtime", "posixrules"}:
        raise WrongCalendar(wrong)
    try:
        return ZoneInfo(told)
    except (KeyError, ValueError, OSError):
        raise WrongCalendar(wrong) from None


def day_name(day: str) -> str:
    """A day of the week in the reader's language; any other text as it is."""
    names = {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    }
    return names.get(day, day)


def _weekly(told: object) -> tuple[tuple[Opening, ...], ...]:
    weekly = _mapping({} if told is None else told, _("the week"))
    _known(weekly, frozenset(DAYS))
    return tuple(_openings(weekly.get(day), day_name(day)) for day in DAYS)


def _openings(told: object, day: str) -> tuple[Opening, ...]:
    found = sorted(
        (_opening(pair, day) for pair in _list([] if told is None else told, day)),
        key=lambda opening: opening.start,
    )
    if len(found) > MAX_OPENINGS:
        raise WrongCalendar(_("%(day)s has too many openings.") % {"day": day})
    for one, other in pairwise(found):
        if other.start < one.end:
            raise WrongCalendar(
                _("On %(day)s, %(one)s and %(other)s overlap.")
                % {"day": day, "one": _worded(one), "other": _worded(other)}
            )
    return tuple(found)


def _opening(told: object, day: str) -> Opening:
    pair = _list(told, day)
    if len(pair) != 2:
        raise WrongCalendar(_("On %(day)s, an opening is two times: from and to.") % {"day": day})
    start, end = _seconds(pair[0], day), A_DAY if pair[1] == "24:00" else _seconds(pair[1], day)
    if start == end:
        raise WrongCalendar(
            _("On %(day)s, an opening ends when it begins. A whole day is 00:00 to 24:00.")
            % {"day": day}
        )
    return Opening(start, end if end > start else end + A_DAY)


def _seconds(told: object, day: str) -> int:
    found = _TIME.fullmatch(told) if isinstance(told, str) else None
    if found is None:
        raise WrongCalendar(
            _("On %(day)s, “%(time)s” is no time: write 08:00.") % {"day": day, "time": told}
        )
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


def _holidays(told: object) -> Holidays:
    if told is None:
        return Holidays()
    given = _mapping(told, _("the holidays"))
    _known(given, HOLIDAY_KEYS)
    country, state = _place(given.get("country"), given.get("state"))
    added = dict(_added(_list(given.get("add") or [], "add")))
    removed = {_day_text(text) for text in _list(given.get("remove") or [], "remove")}
    for text in removed & added.keys():
        raise WrongCalendar(_("%(day)s is both added to the holidays and removed.") % {"day": text})
    return Holidays(country, state, added, frozenset(removed))


def _place(country: object, state: object) -> tuple[str, str]:
    if not country:
        if state:
            raise WrongCalendar(_("A state needs its country."))
        return "", ""
    if not isinstance(country, str) or country not in countries():
        raise WrongCalendar(
            _("“%(country)s” is no country whose holidays are known: write BR.")
            % {"country": country}
        )
    if not state:
        return country, ""
    if not isinstance(state, str) or state not in countries()[country]:
        raise WrongCalendar(
            _("“%(state)s” is no state of %(country)s whose holidays are known.")
            % {"state": state, "country": country}
        )
    return country, state


def _added(told: list[Any]) -> Iterator[tuple[str, str]]:
    for entry in told:
        if isinstance(entry, Mapping):
            _known(entry, frozenset({"date", "name"}))
            name = entry.get("name") or ""
            if not isinstance(name, str):
                raise WrongCalendar(_("The name of a holiday is text."))
            yield _day_text(entry.get("date")), name.strip()[:MAX_NAME]
        else:
            yield _day_text(entry), ""


def _day_text(told: object) -> str:
    """A date, or month and day for every year."""
    if isinstance(told, str) and _EVERY_YEAR.fullmatch(told):
        _date(f"2024-{told}", told)
        return told
    return _date(told, told).isoformat()


def _date(told: object, shown: object) -> date:
    try:
        if not isinstance(told, str) or len(told) != 10:
            raise ValueError
        day = date.fromisoformat(told)
    except ValueError:
        raise WrongCalendar(_("“%(day)s” is no date: write 2026-12-24.") % {"day": shown}) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise WrongCalendar(
            _("%(day)s lies outside the years %(first)s to %(last)s.")
            % {"day": told, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return day


def _exceptions(told: object) -> dict[date, tuple[Opening, ...]]:
    given = _mapping({} if told is None else told, _("the exceptional days"))
    if len(given) > MAX_DAYS:
        raise WrongCalendar(_("These are more than %(most)s days.") % {"most": MAX_DAYS})
    return {_date(day, day): _openings(openings, day) for day, openings in given.items()}


def _refuse_empty(calendar: BusinessCalendar) -> None:
    if not any(calendar.weekly) and not any(calendar.exceptions.values()):
        raise WrongCalendar(_("“%(name)s” never opens.") % {"name": calendar.name})


def _refuse_meeting(calendar: BusinessCalendar) -> None:
    """An opening past midnight may not run into one of the day after."""
    for place, openings in enumerate(calendar.weekly):
        then = (place + 1) % 7
        _refuse_running_into(
            openings, calendar.weekly[then], day_name(DAYS[place]), day_name(DAYS[then])
        )
    for day in calendar.exceptions:
        for one in (day - ONE_DAY, day):
            other = one + ONE_DAY
            _refuse_running_into(
                calendar.openings_of(one), calendar.openings_of(other), str(one), str(other)
            )


def _refuse_running_into(
    openings: tuple[Opening, ...], following: tuple[Opening, ...], day: str, next_day: str
) -> None:
    if openings and following and openings[-1].end - A_DAY > following[0].start:
        raise WrongCalendar(
            _("%(one)s of %(day)s runs into %(other)s of %(next)s.")
            % {
                "one": _worded(openings[-1]),
                "day": day,
                "other": _worded(following[0]),
                "next": next_day,
            }
        )


def _worded(opening: Opening) -> str:
    return f"{_clock(opening.start)}–{_clock(opening.end)}"


def _clock(seconds: int) -> str:
    told = seconds if seconds <= A_DAY else seconds - A_DAY
    hours, rest = divmod(told, 3600)
    return f"{hours:02d}:{rest // 60:02d}" + (f":{rest % 60:02d}" if rest % 60 else "")


def _known(told: Mapping[str, Any], keys: frozenset[str]) -> None:
    for key in told:
        if key not in keys:
            raise WrongCalendar(_("“%(key)s” means nothing in a calendar.") % {"key": key})


def _mapping(told: object, what: str) -> Mapping[str, Any]:
    if not isinstance(told, Mapping):
        raise WrongCalendar(_("%(what)s must be an object with keys.") % {"what": what})
    return told


def _list(told: object, what: str) -> list[Any]:
    if not isinstance(told, (list, tuple)):
        raise WrongCalendar(_("%(what)s must be a list.") % {"what": what})
    if len(told) > MAX_DAYS:
        raise WrongCalendar(_("These are more than %(most)s days.") % {"most": MAX_DAYS})
    return list(told)
