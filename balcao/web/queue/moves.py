"""Who joined and who left a line, hour by hour, as bars up and down from one axis."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from balcao.service.waiting.queries import Moves

from ..components.dates import clock_hour

HOURS = 24
DAYS = 7
PICTURE = {"width": 480, "height": 104, "foot": 14, "axis": 45, "days": DAYS}
_HOUR = timedelta(hours=1)
_GAP = 3.0
_TICK = 6


def span(now: datetime) -> tuple[datetime, datetime]:
    """The days that end with the hour that runs."""
    end = now.replace(minute=0, second=0, microsecond=0) + _HOUR
    return end - timedelta(days=DAYS), end


def drawn(told: Moves, end: datetime) -> dict[str, Any]:
    """The bars of the latest hours with their totals, and what came and left an hour."""
    hours = [end - number * _HOUR for number in range(HOURS, 0, -1)]
    counts = [(_count(told, hour, "arrivals"), _count(told, hour, "departures")) for hour in hours]
    most = max(max(pair) for pair in counts) or 1
    bars = [
        {"hour": clock_hour(hour), **_bar(number, came / most, left / most, (came, left))}
        for number, (hour, (came, left)) in enumerate(zip(hours, counts, strict=True))
    ]
    return {
        "bars": bars,
        "ticks": bars[::_TICK],
        "arrivals": sum(came for came, _left in counts),
        "departures": sum(left for _came, left in counts),
        "come": told.an_hour("arrivals"),
        "leave": told.an_hour("departures"),
    }


def _bar(number: int, came: float, left: float, counts: tuple[int, int]) -> dict[str, Any]:
    step, axis = PICTURE["width"] / HOURS, PICTURE["axis"]
    return {
        "arrivals": counts[0],
        "departures": counts[1],
        "x": round(number * step + _GAP / 2, 1),
        "width": round(step - _GAP, 1),
        "up": round(axis * came, 1),
        "top": round(axis * (1 - came), 1),
        "down": round(axis * left, 1),
    }


def _count(told: Moves, hour: datetime, what: str) -> int:
    return int(told.by_hour[hour][what]) if hour in told.by_hour else 0
