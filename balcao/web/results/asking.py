"""What a page of results is asked for: the period, the group, and the addresses that keep both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from balcao.core import clock
from balcao.core.text import clean
from balcao.listening.results.rules import CUTS

SPANS = (30, 90, 180, 365)
USUAL = 90
_EARLIEST = date(2000, 1, 1)


class Chosen(NamedTuple):
    """Both days included; `days` is none where the days were chosen by hand. No cut is everybody.

    `wave` is the round of an anonymous survey whose numbers are shown; none is the last one.
    """

    since: date
    until: date
    days: int | None
    cut: str = ""
    value: str = ""
    wave: int | None = None

    @property
    def length(self) -> int:
        """How many days they are."""
        return (self.until - self.since).days + 1

    def before(self) -> Chosen:
        """The stretch just as long that ended the day before."""
        return self._past(self.length)

    def year_ago(self) -> Chosen:
        """The same days a year of whole weeks earlier, so that weekdays agree."""
        return self._past(364)

    def _past(self, days: int) -> Chosen:
        earlier = timedelta(days=days)
        since = max(_EARLIEST, self.since - earlier)
        return self._replace(since=since, until=max(since, self.until - earlier), days=None)


def chosen(request: HttpRequest) -> Chosen:
    """The period and group asked for; ninety days of everybody where it says nothing readable."""
    told, today = request.GET, clock.today()
    days = number(told.get("days", ""))
    cut, _colon, value = told.get("cut", "").partition(":")
    value = clean(value)[:64]
    grouped = {"cut": cut, "value": value} if cut in CUTS and value else {}
    wave = number(told.get("wave", ""))
    since, until = _day(told.get("since", "")), _day(told.get("until", ""))
    # A day changed in the form counts before the number of days that still stands beside it.
    is_by_hand = days not in SPANS or told.get("shown", "") not in ("", f"{since}_{until}")
    if is_by_hand and since and since <= (until or today):
        return Chosen(since, min(until or today, today), None, wave=wave, **grouped)
    days = days if days in SPANS else USUAL
    return Chosen(today - timedelta(days=days - 1), today, days, wave=wave, **grouped)


def address(name: str, asked: Chosen, *args: object, **more: object) -> str:
    """The address of a page of results, with the period and group kept."""
    told: dict[str, object] = {}
    if asked.days is None:
        told = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    elif asked.days != USUAL:
        told = {"days": asked.days}
    if asked.cut:
        told["cut"] = f"{asked.cut}:{asked.value}"
    if asked.wave is not None:
        told["wave"] = asked.wave
    told |= {key: value for key, value in more.items() if value not in (None, "")}
    path = reverse(f"results:{name}", args=args)
    return f"{path}?{urlencode(told)}" if told else path


def number(told: str) -> int | None:
    """A whole number as a query says it; None for anything else."""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else None


def _day(told: str) -> date | None:
    try:
        found = date.fromisoformat(told)
    except ValueError:
        return None
    return found if found >= _EARLIEST else None
