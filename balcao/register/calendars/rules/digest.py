"""What a calendar's openings come to, in few letters: whether a later version moved them."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta

from .calendar import BusinessCalendar, instant

DAYS_AHEAD = 400


def openings_digest(calendar: BusinessCalendar, first: date, days: int = DAYS_AHEAD) -> str:
    """The same for the same instants of opening and closing on so many days of UTC since a day.

    It follows the definition, the holidays the library knows and the changes of clock.
    """
    start = datetime.combine(first, time(), UTC)
    end = start + timedelta(days=days)
    marks = array("q")
    for number in range(start.year, end.year + 1):
        year = calendar.year(number)
        since = bisect_right(year.closes, instant(start))
        until = bisect_left(year.opens, instant(end))
        for opens, closes in zip(year.opens[since:until], year.closes[since:until], strict=True):
            marks.extend((max(opens, instant(start)), min(closes, instant(end))))
    return hashlib.sha256(marks.tobytes()).hexdigest()
