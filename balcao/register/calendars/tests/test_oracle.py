"""The arithmetic beside an oracle that looks at the clock on the wall, second by second."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from balcao.register.calendars import rules
from balcao.register.calendars.rules import DAYS, BusinessCalendar, Pause, State, WrongCalendar

ONE_DAY = timedelta(days=1)
ZONES = {
    "America/Sao_Paulo": [date(2018, 11, 3), date(2019, 2, 16), date(2025, 12, 30)],
    "America/New_York": [date(2026, 3, 7), date(2026, 10, 31)],
    "Europe/Lisbon": [date(2026, 3, 28), date(2026, 10, 24)],
    "Australia/Lord_Howe": [date(2026, 4, 4), date(2026, 10, 3)],
    "Asia/Kathmandu": [date(2025, 12, 30)],
    "Pacific/Apia": [date(2011, 12, 29)],
}


def oracle_is_open(definition: dict[str, Any], calendar: BusinessCalendar, at: datetime) -> bool:
    """Read off the wall clock: within an opening of today, or of one begun yesterday."""
    wall = at.astimezone(calendar.zone).replace(tzinfo=None)
    for begun, carried in ((wall.date(), 0), (wall.date() - ONE_DAY, 86_400)):
        seconds = wall.hour * 3600 + wall.minute * 60 + wall.second + carried
        for start, end in openings_of(definition, begun):
            first, last = seconds_of(start), seconds_of(end)
            if first <= seconds < (last if last > first else last + 86_400):
                return True
    return False


def openings_of(definition: dict[str, Any], day: date) -> list[list[str]]:
    if day.isoformat() in definition["exceptions"]:
        return list(definition["exceptions"][day.isoformat()])
    if day.isoformat() in definition["holidays"]["add"]:
        return []
    return list(definition["weekly"].get(DAYS[day.weekday()], []))


def seconds_of(text: str) -> int:
    parts = [int(part) for part in text.split(":")]
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)


def oracle_counts(
    definition: dict[str, Any], calendar: BusinessCalendar, at: datetime, pauses: list[Pause]
) -> bool:
    paused = any(
        pause.from_at <= at and (pause.to_at is None or at < pause.to_at) for pause in pauses
    )
    return not paused and oracle_is_open(definition, calendar, at)


@st.composite
def openings(draw: st.DrawFn) -> list[list[str]]:
    marks = draw(st.lists(st.integers(0, 47), max_size=4, unique=True))
    told = sorted(marks[: len(marks) // 2 * 2])
    found = [[_half(a), _half(b)] for a, b in zip(told[::2], told[1::2], strict=True)]
    if draw(st.booleans()) and told and told[-1] < 46:
        found.append([_half(told[-1] + 1), draw(st.sampled_from(["00:00", "24:00", "00:30"]))])
    return found


def _half(number: int) -> str:
    return f"{number // 2:02d}:{number % 2 * 30:02d}"


@st.composite
def situations(draw: st.DrawFn) -> tuple[dict[str, Any], datetime, timedelta, list[Pause]]:
    """A definition, a start near a change of clock, a target, and pauses at hours and minutes."""
    zone = draw(st.sampled_from(sorted(ZONES)))
    first = draw(st.sampled_from(ZONES[zone]))
    near = [(first + place * ONE_DAY).isoformat() for place in range(4)]
    definition = {
        "name": "Loja",
        "zone": zone,
        "weekly": {day: draw(openings()) for day in DAYS},
        "holidays": {"add": draw(st.lists(st.sampled_from(near), max_size=2, unique=True))},
        "exceptions": draw(st.dictionaries(st.sampled_from(near), openings(), max_size=2)),
    }
    midnight = datetime(first.year, first.month, first.day, tzinfo=UTC)
    minute = st.integers(-300, 3 * 1440)
    start = midnight + timedelta(minutes=draw(minute))
    target = timedelta(minutes=draw(st.integers(0, 900)))
    pauses = []
    for place in range(draw(st.integers(0, 3))):
        began = start + timedelta(minutes=draw(st.integers(-120, 1_500)))
        length = draw(st.none() | st.integers(0, 900)) if place else draw(st.integers(0, 900))
        ended = None if length is None else began + timedelta(minutes=length)
        pauses.append(Pause(began, ended, f"p{place}"))
    return definition, start, target, pauses


def read_or_none(definition: dict[str, Any]) -> BusinessCalendar | None:
    try:
        return rules.read(definition)
    except WrongCalendar:
        return None


SPAN = 3 * 1440


@settings(max_examples=100)
@given(situations())
def test_every_minute_counts_as_on_the_wall(
    situation: tuple[dict[str, Any], datetime, timedelta, list[Pause]],
) -> None:
    definition, start, target, pauses = situation
    calendar = read_or_none(definition)
    assume(calendar is not None)
    assert calendar is not None
    counted, reached = 0, start if not target else None
    minute = timedelta(minutes=1)
    for place in range(SPAN):
        at = start + place * minute
        if oracle_counts(definition, calendar, at, pauses):
            counted += 1
            if counted * minute == target:
                reached = at + minute
    end = start + SPAN * minute
    assert rules.worked(calendar, start, end, pauses) == counted * minute
    if reached is not None:
        assert rules.due_at(calendar, start, target, pauses) == reached
        found = rules.explained(calendar, start, target, pauses)
        _contiguous(found, start, reached)
        running = sum((one.length for one in found if one.state is State.RUNNING), timedelta())
        assert running == target
        _true_in_the_middle(found, definition, calendar, pauses)
    else:
        with suppress(rules.OutOfReach):
            assert rules.due_at(calendar, start, target, pauses) > end


@settings(max_examples=60)
@given(situations(), st.integers(0, 86_400 * 3))
@example(
    (
        {
            "name": "Noite",
            "zone": "America/New_York",
            "weekly": {day: [["22:00", "01:30"]] for day in DAYS},
            "holidays": {"add": []},
            "exceptions": {},
        },
        datetime(2026, 11, 1, 4, tzinfo=UTC),
        timedelta(hours=1),
        [],
    ),
    9_000,
)
def test_every_second_is_open_as_on_the_wall(
    situation: tuple[dict[str, Any], datetime, timedelta, list[Pause]], offset: int
) -> None:
    definition, start, _target, _pauses = situation
    calendar = read_or_none(definition)
    assume(calendar is not None)
    assert calendar is not None
    for place in range(-3, 4):
        at = start + timedelta(seconds=offset + place)
        assert rules.is_open(calendar, at) == oracle_is_open(definition, calendar, at)
    try:
        opened = rules.next_opening(calendar, start)
    except rules.OutOfReach:
        return
    assert oracle_is_open(definition, calendar, opened)
    assert opened == start or not oracle_is_open(definition, calendar, opened - timedelta(0, 1))


@settings(max_examples=60)
@given(situations(), st.integers(0, 10**9), st.integers(1, 10**10))
def test_to_and_fro_is_the_same_to_the_microsecond(
    situation: tuple[dict[str, Any], datetime, timedelta, list[Pause]], shift: int, length: int
) -> None:
    definition, start, _target, pauses = situation
    calendar = read_or_none(definition)
    assume(calendar is not None)
    assert calendar is not None
    start += timedelta(microseconds=shift)
    target = timedelta(microseconds=length)
    try:
        due = rules.due_at(calendar, start, target, pauses)
    except rules.OutOfReach:
        return
    assert rules.worked(calendar, start, due, pauses) == target
    sooner = due - timedelta(microseconds=1)
    assert rules.worked(calendar, start, sooner, pauses) == target - timedelta(microseconds=1)
    found = rules.ledger(calendar, start, due, pauses)
    _contiguous(found, start, due)
    assert sum((i.length for i in found if i.state is State.RUNNING), timedelta()) == target


def _contiguous(found: list[rules.Interval], start: datetime, end: datetime) -> None:
    assert [one.from_at for one in found] == [start, *(one.to_at for one in found)][: len(found)]
    assert (found[-1].to_at if found else start) == end
    for one, other in pairwise(found):
        assert (one.state, one.cause, one.detail) != (other.state, other.cause, other.detail)
    assert all(one.length > timedelta() and one.reason for one in found)


def _true_in_the_middle(
    found: list[rules.Interval],
    definition: dict[str, Any],
    calendar: BusinessCalendar,
    pauses: list[Pause],
) -> None:
    for one in found:
        for at in (one.from_at, one.from_at + one.length / 2, one.to_at - timedelta(seconds=1)):
            is_open = oracle_is_open(definition, calendar, at)
            assert is_open == (one.state is not State.CLOSED)
            counts = oracle_counts(definition, calendar, at, pauses)
            assert counts == (one.state is State.RUNNING)
