"""What the balance tells, and when two sides can be told apart: shares, waits and their doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from balcao.measures.shares import difference, wilson

FEWEST = 10
SPANS = (7, 30, 90)
OUTSIDE, INSIDE = "external", "internal"


class Figure(StrEnum):
    """What is counted; each count opens its own rows."""

    PROMISES = "promises"
    OPENED = "opened"
    SOLVED = "solved"
    REPLIES = "replies"
    FIRST_REPLIES = "first-replies"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the company's zone, today included, up to this instant."""

    days: int
    since: datetime
    until: datetime
    zone: str

    @property
    def first(self) -> date:
        """The first of its days."""
        return self.since.astimezone(ZoneInfo(self.zone)).date()

    @property
    def last(self) -> date:
        """The last of its days: today."""
        return self.until.astimezone(ZoneInfo(self.zone)).date()


def period(days: int, until: datetime, zone: str) -> Period:
    """So many days of that zone, the one of `until` being the last."""
    today = until.astimezone(ZoneInfo(zone)).date()
    first = today - timedelta(days=days - 1)
    return Period(days, datetime.combine(first, time(), ZoneInfo(zone)), until, zone)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the interval of 95 %.

    `cases` is how many independent cases they stand for, where that is fewer: replies on one
    ticket are not independent of each other.
    """

    found: int
    among: int
    cases: int | None = None

    @property
    def is_enough(self) -> bool:
        """False for too few to tell a share."""
        return self._cases >= FEWEST

    @property
    def value(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.found / self.among if self.among else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the share."""
        return wilson(self.value * self._cases, self._cases)

    @property
    def _cases(self) -> int:
        return self.among if self.cases is None else min(self.cases, self.among)


class Verdict(StrEnum):
    """What two shares say beside each other."""

    FEW = "few"
    EVEN = "even"
    INSIDE = "inside"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Difference:
    """Inside minus outside, from -1 to 1, with its interval, and which side is higher if any."""

    value: float
    low: float
    high: float
    verdict: Verdict


def compare(inside: Share, outside: Share) -> Difference:
    """Inside minus outside: distinguishable when the interval of 95 % leaves out zero."""
    low, high = difference(inside.found, inside.among, outside.found, outside.among)
    value = inside.value - outside.value
    if not (inside.is_enough and outside.is_enough):
        return Difference(value, low, high, Verdict.FEW)
    verdict = Verdict.INSIDE if low > 0 else Verdict.OUTSIDE if high < 0 else Verdict.EVEN
    return Difference(value, low, high, verdict)


def weigh(effort: Share, tickets: Share) -> Verdict:
    """Whether inside gets another share of the effort than of the tickets.

    Both are shares of one desk, so their difference has no simple interval: they are told apart
    when their own intervals don't touch, which asks for more than 95 %.
    """
    if not (effort.is_enough and tickets.is_enough):
        return Verdict.FEW
    (low, high), (other_low, other_high) = effort.interval, tickets.interval
    if low > other_high:
        return Verdict.INSIDE
    return Verdict.OUTSIDE if high < other_low else Verdict.EVEN


@dataclass(frozen=True, slots=True)
class Wait:
    """A quantile of waits in working seconds with its interval; an end nobody knows is None."""

    seconds: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Waits:
    """How long clients of a side waited for the first reply: n, median and 90th percentile.

    No quantile below ten cases.
    """

    n: int
    median: Wait | None = None
    ninth: Wait | None = None


def compare_waits(inside: Waits, outside: Waits) -> Verdict:
    """Which side's median is longer: told apart when the two intervals don't touch."""
    one, other = inside.median, outside.median
    if one is None or other is None:
        return Verdict.FEW
    if one.low is not None and other.high is not None and one.low > other.high:
        return Verdict.INSIDE
    if other.low is not None and one.high is not None and other.low > one.high:
        return Verdict.OUTSIDE
    return Verdict.EVEN
