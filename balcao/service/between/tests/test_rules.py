"""When a customer waits for another area, and hours that are told once and none lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.register.calendars.rules import read
from balcao.service.between import rules
from balcao.service.between.rules import Span
from balcao.service.tickets.rules import ENDED, Status

BEGAN = datetime(2026, 3, 2, tzinfo=UTC)
SHOP = read(
    {
        "name": "Loja",
        "zone": "America/Sao_Paulo",
        "weekly": {"mon": [["08:00", "12:00"], ["13:00", "18:00"]], "tue": [["08:00", "18:00"]]},
    }
)
minutes = st.integers(0, 60 * 24 * 30).map(lambda told: BEGAN + timedelta(minutes=told))
spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), minutes, minutes)
many = st.lists(spans, max_size=8)


@pytest.mark.parametrize("outer", Status)
@pytest.mark.parametrize("inner", Status)
def test_one_waits_while_both_tickets_are_ours_to_go_on_with(outer: Status, inner: Status) -> None:
    ours = {Status.NEW, Status.OPEN, Status.ON_HOLD}
    assert rules.is_waiting(outer, inner, waits=True) == (outer in ours and inner in ours)
    assert not rules.is_waiting(outer, inner, waits=False)
    if {outer, inner} & set(ENDED):
        assert not rules.is_waiting(outer, inner, waits=True)


@given(many)
@settings(max_examples=100)
def test_merged_time_is_the_same_instants_each_once(told: list[Span]) -> None:
    found = rules.merged(told)
    assert all(one.to_at < other.from_at for one, other in pairwise(found))
    at = BEGAN + timedelta(seconds=30)
    for minute in range(0, 60 * 24 * 30, 211):
        instant = at + timedelta(minutes=minute)
        assert _holds(told, instant) == _holds(found, instant)
    assert rules.merged(found) == found


@given(many, minutes)
@settings(max_examples=100)
def test_a_period_cut_in_two_adds_up_to_itself(told: list[Span], cut: datetime) -> None:
    last = BEGAN + timedelta(days=31)
    for calendar in (None, SHOP):
        whole = rules.open_length(told, calendar)
        first = rules.open_length(rules.clipped(told, BEGAN, cut), calendar)
        second = rules.open_length(rules.clipped(told, cut, last), calendar)
        assert first + second == whole


@given(many, many)
@settings(max_examples=100)
def test_waits_at_once_count_once(one: list[Span], other: list[Span]) -> None:
    both = rules.length([*one, *other])
    assert max(rules.length(one), rules.length(other)) <= both
    assert both <= rules.length(one) + rules.length(other)
    assert rules.length([*one, *one]) == rules.length(one)


@given(many)
@settings(max_examples=50)
def test_open_time_is_never_more_than_the_clock_on_the_wall(told: list[Span]) -> None:
    assert timedelta() <= rules.open_length(told, SHOP) <= rules.length(told)
    assert rules.open_length(told, None) == rules.length(told)


def test_open_hours_are_those_of_the_calendar() -> None:
    monday = datetime(2026, 3, 2, 14, tzinfo=UTC)  # 11:00 in São Paulo
    tuesday = datetime(2026, 3, 3, 12, tzinfo=UTC)  # 09:00
    assert rules.open_length([Span(monday, tuesday)], SHOP) == timedelta(hours=7)
    assert rules.length([Span(monday, tuesday)]) == timedelta(hours=22)


@given(st.lists(st.floats(0, 10**7), min_size=1, max_size=60))
@settings(max_examples=100)
def test_half_wait_less_and_too_few_tell_nothing(seconds: list[float]) -> None:
    told = rules.middle(seconds)
    if len(seconds) < rules.FEWEST:
        assert told is None
        return
    assert told is not None
    assert told.low is None or told.low <= told.seconds
    assert told.high is None or told.seconds <= told.high
    assert sum(one <= told.seconds for one in seconds) * 2 >= len(seconds)
    assert sum(one >= told.seconds for one in seconds) * 2 >= len(seconds)


def _holds(told: list[Span], at: datetime) -> bool:
    return any(span.from_at <= at < span.to_at for span in told)
