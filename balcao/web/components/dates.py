"""Instants in the reader's zone and words."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, get_day_names, get_month_names
from django.utils import timezone, translation

from balcao.core import clock


def locale() -> Locale:
    """Babel's locale of the reader's language."""
    return _locale(translation.get_language() or "pt-br")


@lru_cache
def _locale(code: str) -> Locale:
    return Locale.parse(translation.to_locale(code))


@lru_cache
def _months(code: str) -> dict[int, str]:
    names = get_month_names("abbreviated", context="format", locale=_locale(code))
    return {number: str(name).rstrip(".") for number, name in names.items()}


@lru_cache
def _weekdays(code: str) -> dict[int, str]:
    names = get_day_names("abbreviated", context="format", locale=_locale(code))
    return {number: str(name).rstrip(".") for number, name in names.items()}


def short(instant: datetime) -> str:
    """As few characters as will do: the hour today, the day this year, else the date."""
    here = timezone.localtime(instant)
    today = timezone.localtime(clock.now())
    code = translation.get_language() or "pt-br"
    if here.date() == today.date():
        return f"{here:%H:%M}"
    if here.year == today.year:
        return f"{here.day} {_months(code)[here.month]}"
    return f"{here:%d/%m/%Y}" if code.startswith("pt") else f"{here:%Y-%m-%d}"


def moment(instant: datetime) -> str:
    """Weekday, date and hour in full, in the reader's zone."""
    here = timezone.localtime(instant)
    code = translation.get_language() or "pt-br"
    weekday, month = _weekdays(code)[here.weekday()], _months(code)[here.month]
    return f"{weekday}, {here.day} {month} {here.year}, {here:%H:%M}"


def day(value: date | datetime) -> str:
    """The date in words, in the reader's zone."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, "long", locale=locale())


def short_day(on: date) -> str:
    """Weekday, day and month, as few letters as will do."""
    code = translation.get_language() or "pt-br"
    return f"{_weekdays(code)[on.weekday()]} {on.day} {_months(code)[on.month]}"


def weekday_name(day: int) -> str:
    """A day of the week in few letters; Monday is 0."""
    return _weekdays(translation.get_language() or "pt-br")[day]


def iso(instant: datetime) -> str:
    """The instant for machines (the `datetime` attribute)."""
    return instant.isoformat()


def clock_hour(instant: datetime) -> str:
    """The hour alone, in the reader's zone."""
    return f"{timezone.localtime(instant):%H:%M}"


def weekday(instant: datetime) -> str:
    """Weekday and day of the month, in the reader's zone."""
    here = timezone.localtime(instant)
    code = translation.get_language() or "pt-br"
    return f"{_weekdays(code)[here.weekday()]}, {here.day} {_months(code)[here.month]}"
