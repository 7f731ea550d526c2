"""Who joined and who left a line, hour by hour, as bars up and down from one axis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from balcao.core.sql import Row

from ..components.dates import clock_hour

HOURS = 24
PICTURE = {"width": 480, "height": 104, "foot": 14, "axis": 45}
_HOUR = timedelta(hours=1)
_GAP = 3.0


def span(now: datetime) -> tuple[datetime, datetime]:
    """The last full hours and the one that runs."""
    end = now.replace(minute=0, second=0, microsecond=0) + _HOUR
    return end - HOURS * _HOUR, end


def drawn(found: Mapping[datetime, Row], begins: datetime) -> dict[str, Any]:
    """The bars of each hour, and the totals in numbers."""
    hours = [begins + number * _HOUR for number in range(HOURS)]
    counts = [
        (_count(found, hour, "arrivals"), _count(found, hour, "departures")) for hour in hours
    ]
    most = max(max(pair) for pair in counts) or 1
    step = PICTURE["width"] / HOURS
    bars = [
        {
            "hour": clock_hour(hour),
            "arrivals": came,
            "departures": left,
            "x": round(number * step + _GAP / 2, 1),
            "width": round(step - _GAP, 1),
            "up": round(PICTURE["axis"] * came / most, 1),
            "top": round(PICTURE["axis"] * (1 - came / most), 1),
            "down": round(PICTURE["axis"] * left / most, 1),
        }
        for number, (hour, (came, left)) in enumerate(zip(hours, counts, strict=True))
    ]
    return {
        "bars": bars,
        "ticks": [bar for number, bar in enumerate(bars) if number % 6 == 0],
        "arrivals": sum(came for came, _left in counts),
        "departures": sum(left for _came, left in counts),
    }


def _count(found: Mapping[datetime, Row], hour: datetime, what: str) -> int:
    return int(found[hour][what]) if hour in found else 0


def rate(count: int, seconds: float) -> float | None:
    """So many an hour; None where no time was seen."""
    return round(3600 * count / seconds, 1) if seconds else None
