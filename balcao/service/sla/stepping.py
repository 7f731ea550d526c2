"""The steps on a clock's ladder that it has reached: noted, each once, with what they break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.actions import publish
from balcao.register.calendars.queries import calendars_of
from balcao.register.calendars.rules import BusinessCalendar, OutOfReach

from . import rules
from .clocks import Ticking
from .events import PromiseBreached
from .models import Alert
from .rules import PERCENTS


@dataclass(frozen=True, slots=True)
class Reached:
    """A step of a clock, and the instant at which it was reached."""

    clock: Ticking
    percent: int
    at: datetime


def reach(found: Sequence[Ticking], now: datetime, *, is_history: bool = False) -> list[Reached]:
    """Move each clock past the steps it has reached; all of them, oldest first.

    One that reached its due date is broken there. The caller saves the clocks.
    """
    known = calendars_of(SYSTEM, {one.calendar_id for one in found}) if found else {}
    reached: list[Reached] = []
    for one in found:
        one.next_at = None
        for percent in (p for p in PERCENTS if p > one.step):
            at = _instant(one, known[one.calendar_id], percent)
            if at is None or at > now:
                one.next_at = at
                break
            reached.append(Reached(one, percent, at))
            one.step = percent
    for step in reached:
        if step.percent == 100 and step.clock.breached_at is None:
            _breach(step, now, is_history)
    return reached


def keep(reached: Iterable[Reached], now: datetime, *, is_history: bool = False) -> list[Alert]:
    """Write the steps down, as noticed now; or each at its instant, told as history."""
    return Alert.objects.bulk_create(
        Alert(
            clock_id=step.clock.id,
            percent=step.percent,
            at=step.at,
            fired_at=step.at if is_history else now,
            is_late=not is_history and rules.is_late(step.at, now),
        )
        for step in reached
    )


def furthest(kept: Iterable[Alert]) -> list[int]:
    """The ids of those to be told: of each clock the furthest one alone."""
    last = {one.clock_id: one for one in sorted(kept, key=lambda one: one.percent)}
    return [one.pk for one in last.values()]


def _instant(one: Ticking, calendar: BusinessCalendar, percent: int) -> datetime | None:
    """When it comes to that step; None behind a pause without end."""
    if percent == 100 and one.due_at is not None:
        return one.due_at
    holds = [hold for _id, hold in one.holds]
    try:
        return rules.reached_at(calendar, one.started_at, one.target, holds, percent)
    except OutOfReach:
        return None


def _breach(step: Reached, now: datetime, is_history: bool) -> None:
    one = step.clock
    one.breached_at = step.at
    late = not is_history and rules.is_late(step.at, now)
    with clock.at(step.at if is_history else clock.now()):
        publish(SYSTEM, PromiseBreached(one.ticket_id, one.id, one.promise, is_late=late))
