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
    working_time,
)
from .calendar import BusinessCalendar, Cause, Opening
from .digest import openings_digest
from .editing import (
    keeping_holiday,
    open_on_holiday,
    with_exception,
    with_holidays,
    without_own_holiday,
)
from .imported import MAX_BYTES, Imported, WrongFile, read_icalendar
from .ledger import Interval, State, explained, ledger
from .public_holidays import countries, named_holidays, optional_points
from .reading import DAYS, WrongCalendar, day_name, read
from .targets import BusinessDays, WrongTarget, read_instant, read_target
from .written import as_json, due_of, read_json, read_pause
from .year import NamedDay, Origin, named_days

__all__ = [
    "DAYS",
    "MAX_BYTES",
    "BusinessCalendar",
    "BusinessDays",
    "Cause",
    "Imported",
    "Interval",
    "NamedDay",
    "Opening",
    "Origin",
    "OutOfReach",
    "Pause",
    "State",
    "WrongCalendar",
    "WrongFile",
    "WrongTarget",
    "as_json",
    "business_day_after",
    "countries",
    "day_name",
    "due_after_days",
    "due_at",
    "due_of",
    "explained",
    "is_open",
    "keeping_holiday",
    "ledger",
    "named_days",
    "named_holidays",
    "next_opening",
    "open_on_holiday",
    "openings_digest",
    "optional_points",
    "read",
    "read_icalendar",
    "read_instant",
    "read_json",
    "read_pause",
    "read_target",
    "with_exception",
    "with_holidays",
    "without_own_holiday",
    "worked",
    "working_time",
]
