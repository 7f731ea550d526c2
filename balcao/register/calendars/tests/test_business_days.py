"""Targets in business days, beside an oracle that looks at the wall clock minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from balcao.register.calendars import rules
from balcao.register.calendars.rules import DAYS, BusinessDays, Pause, State

from .test_oracle import ONE_DAY, openings_of, oracle_counts, read_or_none, seconds_of, situations
from .test_rules import TWO_SHIFTS, calendar, wall

MINUTE = timedelta(minutes=1)
REACH = 7 * 1440
OFFICE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), TWO_SHIFTS)
Situation = tuple[dict[str, Any], datetime, timedelta, list[Pause]]


def night(until: str) -> dict[str, Any]:
    """Every night in New York until an hour that a change of clock skips or shows twice."""
    weekly = {day: [["22:00", until]] for day in DAYS}
    zone = "America/New_York"
    return {"name": "Noite", "zone": zone, "weekly": weekly, "holidays": {"add": []}} | {
        "exceptions": {}
    }


def begun_on(definition: dict[str, Any], wall: datetime) -> set[date]:
    """The days whose openings go on at that minute of the wall clock."""
    found = set()
    for day, carried in ((wall.date(), 0), (wall.date() - ONE_DAY, 86_400)):
        now = wall.hour * 3600 + wall.minute * 60 + carried
        for start, end in openings_of(definition, day):
            first, last = seconds_of(start), seconds_of(end)
            if first <= now < (last if last > first else last + 86_400):
                found.add(day)
    return found


def oracle_due(
    definition: dict[str, Any],
    told: rules.BusinessCalendar,
    start: datetime,
    days: int,
    pauses: list[Pause],
) -> datetime | None:
    """As people count: the days after today on which we open; to the end of the last of them.

    Then on, minute by minute, until as many minutes were open and not paused as were open until
    that end. None when that lies beyond the oracle's reach.
    """
    ends: dict[date, int] = {}
    opened: list[int] = []
    for place in range(REACH):
        days_now = begun_on(
            definition, (start + place * MINUTE).astimezone(told.zone).replace(tzinfo=None)
        )
        ends |= dict.fromkeys(days_now, place + 1)
        opened += [place] * bool(days_now)
    today = start.astimezone(told.zone).date()
    after = [day for day in sorted(ends) if day > today]
    if len(after) < days or ends[after[days - 1]] > REACH - 1440:
        return None
    left = sum(place < ends[after[days - 1]] for place in opened)
    for place in opened:
        left -= oracle_counts(definition, told, start + place * MINUTE, pauses)
        if not left:
            return start + (place + 1) * MINUTE
    return None


@settings(max_examples=40, deadline=None)
@given(situations(), st.integers(1, 3))
@example((night("01:30"), datetime(2026, 10, 31, 4, tzinfo=UTC), timedelta(), []), 1)
@example((night("02:30"), datetime(2026, 3, 6, 18, tzinfo=UTC), timedelta(), []), 1)
def test_business_days_end_as_they_do_on_the_wall(situation: Situation, days: int) -> None:
    """Also around changes of clock, in zones far away, past midnight, and with pauses."""
    definition, start, _target, pauses = situation
    told = read_or_none(definition)
    assume(told is not None)
    assert told is not None
    expected = oracle_due(definition, told, start, days, pauses)
    assume(expected is not None)
    assert rules.due_after_days(told, start, days, pauses) == expected


@settings(max_examples=60)
@given(situations(), st.integers(1, 12), st.integers(0, 10**9))
def test_pauses_move_business_days_by_the_open_time_they_take(
    situation: Situation, days: int, shift: int
) -> None:
    definition, start, _target, pauses = situation
    told = read_or_none(definition)
    assume(told is not None)
    assert told is not None
    start += timedelta(microseconds=shift)
    try:
        plain = rules.due_after_days(told, start, days)
        due, found = rules.due_of(told, start, BusinessDays(days), pauses)
    except rules.OutOfReach:
        return
    lost = rules.worked(told, start, due) - rules.worked(told, start, due, pauses)
    assert rules.worked(told, plain, due) == lost
    assert due >= plain
    running = sum((one.length for one in found if one.state is State.RUNNING), timedelta())
    assert running == rules.working_time(told, start, BusinessDays(days))


@pytest.mark.parametrize(
    ("began", "ended", "due"),
    [
        ("2026-04-17T10:00", "2026-04-17T12:00", "2026-04-23T10:00"),
        ("2026-04-17T08:00", "2026-04-17T18:00", "2026-04-23T18:00"),
        ("2026-04-17T18:00", "2026-04-20T08:00", "2026-04-22T18:00"),
        ("2026-04-21T00:00", "2026-04-22T00:00", "2026-04-22T18:00"),
        ("2026-04-16T16:00", "2026-04-17T09:00", "2026-04-23T11:00"),
        ("2026-04-22T18:00", "2026-04-23T18:00", "2026-04-22T18:00"),
        ("2026-04-01T08:00", "2026-04-16T10:00", "2026-04-22T18:00"),
    ],
)
def test_three_business_days_with_a_pause(began: str, ended: str, due: str) -> None:
    """From Thursday the 16th at 10: Friday, Monday, Wednesday; Tuesday is Tiradentes."""
    pause = Pause(wall(began), wall(ended), "Esperando o cliente")
    told = calendar(weekly=OFFICE)
    assert rules.due_after_days(told, wall("2026-04-16T10:00"), 3, [pause]) == wall(due)


def test_a_pause_without_end_leaves_business_days_without_a_due_date() -> None:
    told = calendar(weekly=OFFICE)
    with pytest.raises(rules.OutOfReach):
        rules.due_after_days(
            told, wall("2026-04-16T10:00"), 3, [Pause(wall("2026-04-17T10:00"), None)]
        )


def test_a_day_that_the_clock_skipped_is_no_business_day() -> None:
    """Samoa had no 30 December 2011; Lisbon no quarter past one on a Sunday in March."""
    samoa = rules.read(
        {"name": "Apia", "zone": "Pacific/Apia", "weekly": {"fri": [["08:00", "12:00"]]}}
    )
    assert rules.business_day_after(samoa, date(2011, 12, 24), 1) == date(2012, 1, 6)
    early = rules.read(
        {"name": "Cedo", "zone": "Europe/Lisbon", "weekly": {"sun": [["01:15", "01:45"]]}}
    )
    due = rules.due_after_days(early, datetime(2026, 3, 28, 12, tzinfo=UTC), 1)
    assert due == datetime(2026, 4, 5, 0, 45, tzinfo=UTC)


def test_openings_that_come_to_an_end_give_no_business_day() -> None:
    fair = calendar(weekly={}, holidays=None, exceptions={"2026-05-02": [["08:00", "12:00"]]})
    with pytest.raises(rules.OutOfReach):
        rules.due_after_days(fair, wall("2026-05-01T10:00"), 2)
