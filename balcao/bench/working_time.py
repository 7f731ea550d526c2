"""How long a due date takes that lies a year of business hours away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median
from timeit import repeat
from typing import Any

from balcao.register.calendars import rules

YEAR_OF_HOURS = timedelta(hours=2_300)
ROUNDS, CALLS = 7, 2_000
_SHIFTS = [["08:00", "12:00"], ["13:00", "18:00"]]
SHOP: dict[str, Any] = {
    "name": "Loja",
    "zone": "America/Sao_Paulo",
    "weekly": {**dict.fromkeys(rules.DAYS[:5], _SHIFTS), "sat": _SHIFTS[:1]},
    "holidays": {"country": "BR", "state": "SP"},
}


def microseconds() -> float:
    """The time of one `due_at` over a year, in µs: the median of several rounds.

    The calendar is compiled before, as it is on a desk that has counted with it once.
    """
    calendar = rules.read(SHOP)
    start = datetime(2026, 4, 30, 20, tzinfo=UTC)
    assert rules.due_at(calendar, start, YEAR_OF_HOURS).year > start.year
    times = repeat(
        lambda: rules.due_at(calendar, start, YEAR_OF_HOURS), repeat=ROUNDS, number=CALLS
    )
    return median(times) / CALLS * 1_000_000
