"""When things happen: clients write at any hour, the desk answers while it is open."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = 90
_WEEKDAYS = (1.25, 1.15, 1.05, 1.0, 0.95, 0.55, 0.35)
_CLIENT_HOURS = (1, 1, 0, 0, 0, 1, 3, 6, 9, 9, 9, 9, 7, 7, 9, 9, 8, 7, 6, 6, 7, 7, 5, 3)
_OFFICE_HOURS = (0, 0, 0, 0, 0, 0, 0, 3, 14, 19, 18, 14, 6, 12, 17, 17, 14, 8, 2, 1, 0, 0, 0, 0)
_OPENS = {day: (time(8), time(18)) for day in range(5)} | {5: (time(9), time(13))}


def arrival(
    rng: random.Random, until: date, zone: ZoneInfo, *, office: bool, within: int = DAYS
) -> datetime:
    """An instant at which a client writes, in the last days (ninety) before `until` begins."""
    days = [until - timedelta(days=back) for back in range(within, 0, -1)]
    weights = [_weight(day, DAYS - within + place, office=office) for place, day in enumerate(days)]
    day = rng.choices(days, weights)[0]
    hour = rng.choices(range(24), _OFFICE_HOURS if office else _CLIENT_HOURS)[0]
    moment = time(hour, rng.randrange(60), rng.randrange(60))
    return datetime.combine(day, moment, zone)


def _weight(day: date, place: int, *, office: bool) -> float:
    weight = _WEEKDAYS[day.weekday()] * (1 + place / 300)
    if office and day.weekday() > 4:
        return weight * 0.15
    # A clearance sale fills the shop for ten days, and the counter a little later.
    return weight * 1.7 if not office and 42 <= place < 52 else weight


def worked(start: datetime, minutes: float) -> datetime:
    """The instant when so many minutes of opening hours have passed since `start`."""
    left = timedelta(minutes=minutes)
    now = start
    while True:
        hours = _OPENS.get(now.weekday())
        if hours:
            opens = now.replace(hour=hours[0].hour, minute=0, second=0, microsecond=0)
            closes = opens.replace(hour=hours[1].hour)
            now = max(now, opens)
            if now + left <= closes and now < closes:
                return now + left
            if now < closes:
                left -= closes - now
        now = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def client_after(rng: random.Random, start: datetime, *, hours: float) -> datetime:
    """When a client writes again: about so many hours later, rarely at night."""
    then = start + timedelta(hours=rng.lognormvariate(0, 0.8) * hours)
    if then.hour < 7:
        then = then.replace(hour=7) + timedelta(minutes=rng.randrange(180))
    return then


def spread(rng: random.Random, median: float, sigma: float = 0.9) -> float:
    """A length with this median and a long tail, as waiting times have."""
    return median * rng.lognormvariate(0, sigma)


def beginning(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which that day begins in the zone."""
    return datetime.combine(day, time(), zone)
