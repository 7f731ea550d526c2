"""Working time as pure rules: what a calendar says, and the arithmetic on it.

It is open at an instant when the wall clock of the calendar's zone then shows an hour of an
opening: hours that a change of clock skips count for nothing, hours shown twice count twice.
An opening belongs to the day on which it begins, so a shift past midnight goes on into a holiday,
and one that would begin on a holiday does not take place. An exceptional day replaces both the
week and the holidays. Instants go in aware, in whatever zone, and come out in UTC.
"""

from .arithmetic import (
    OutOfReach,
    Pause,
    business_day_after,
    due_after_days,
    due_at,
    is_open,
    next_opening,
    worked,
)
from .calendar import BusinessCalendar, Cause, Opening
from .ledger import Interval, State, explained, ledger
from .public_holidays import countries, named_holidays, optional_points
from .reading import WrongCalendar, read
from .targets import BusinessDays, WrongTarget, read_instant, read_target

__all__ = [
    "BusinessCalendar",
    "BusinessDays",
    "Cause",
    "Interval",
    "Opening",
    "OutOfReach",
    "Pause",
    "State",
    "WrongCalendar",
    "WrongTarget",
    "business_day_after",
    "countries",
    "due_after_days",
    "due_at",
    "explained",
    "is_open",
    "ledger",
    "named_holidays",
    "next_opening",
    "optional_points",
    "read",
    "read_instant",
    "read_target",
    "worked",
]
