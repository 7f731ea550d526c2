"""Rules of status: how bad something is, what a day was like, what all of it comes to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAYS = 90
TITLE_MOST = 120
WORDS_MOST = 4000


class Impact(StrEnum):
    """How bad an incident is for those who meet it."""

    MINOR = "minor"
    MAJOR = "major"
    OUTAGE = "outage"


class State(StrEnum):
    """How far one has come with an incident."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"


IMPACTS: list[tuple[str, str | Promise]] = [
    (Impact.MINOR.value, _("Works with limits")),
    (Impact.MAJOR.value, _("Fails in part")),
    (Impact.OUTAGE.value, _("Does not work")),
]
STATES: list[tuple[str, str | Promise]] = [
    (State.INVESTIGATING.value, _("We are looking into it")),
    (State.IDENTIFIED.value, _("We know the cause")),
    (State.MONITORING.value, _("Put right, being watched")),
    (State.RESOLVED.value, _("Works again")),
]
_WEIGHT = {"": 0, Impact.MINOR: 1, Impact.MAJOR: 2, Impact.OUTAGE: 3}


@dataclass(frozen=True, slots=True)
class Failing:
    """An incident as far as days are concerned; without an end it lasts."""

    impact: str
    started_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of something: the worst impact there was (empty for none), and the minutes it failed."""

    on: date
    impact: str
    minutes: int


def worst(impacts: Iterable[str]) -> str:
    """The worst of these impacts; empty for none."""
    return max((str(impact) for impact in impacts), key=lambda one: _WEIGHT[one], default="")


def days(failing: Sequence[Failing], today: date, now: datetime, zone: ZoneInfo) -> list[Day]:
    """What each of the last ninety days was like, the oldest first; days begin and end in this zone.

    Minutes in which several incidents failed at once count once.
    """
    found = []
    for ago in range(DAYS - 1, -1, -1):
        on = today - timedelta(days=ago)
        begins = datetime.combine(on, time(), zone)
        ends = min(datetime.combine(on + timedelta(days=1), time(), zone), now)
        there = [one for one in failing if _meets(one, begins, ends)]
        spans = [(max(one.started_at, begins), min(one.resolved_at or ends, ends)) for one in there]
        found.append(Day(on, worst(one.impact for one in there), _minutes(spans)))
    return found


def share(told: Sequence[Day], now: datetime, zone: ZoneInfo) -> float:
    """The share of these days, until now, in which nothing failed."""
    total = (now - datetime.combine(told[0].on, time(), zone)).total_seconds() / 60
    return max(0.0, 1 - sum(one.minutes for one in told) / max(total, 1))


def _meets(one: Failing, begins: datetime, ends: datetime) -> bool:
    return one.started_at < ends and (one.resolved_at is None or one.resolved_at > begins)


def _minutes(spans: list[tuple[datetime, datetime]]) -> int:
    seconds, reached = 0.0, None
    for begins, ends in sorted(spans):
        since = begins if reached is None else max(begins, reached)
        if ends > since:
            seconds += (ends - since).total_seconds()
            reached = ends
    return round(seconds / 60)
