"""Time spent is never more than the time that passed, whatever is claimed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.service.agenda.rules import (
    FURTHEST,
    GAP_SECONDS,
    counted,
    is_reasonable,
    most_of_day,
)

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def seconds(told: float) -> timedelta:
    return timedelta(seconds=told)


@pytest.mark.parametrize(
    ("since", "begins", "expected"),
    [
        (None, False, 0),
        (None, True, 0),
        (20.0, False, 20),
        (20.9, False, 20),
        (20.0, True, 0),
        (GAP_SECONDS, False, GAP_SECONDS),
        (3600.0, False, GAP_SECONDS),
        (-5.0, False, 0),
        (0.4, False, 0),
    ],
)
def test_a_sign_counts_what_passed_since_the_last(
    since: float | None, begins: bool, expected: int
) -> None:
    last = None if since is None else NOW - seconds(since)
    assert counted(last, NOW, begins=begins)[0] == expected


def test_fractions_of_seconds_are_not_lost() -> None:
    last: datetime | None = NOW
    total = 0
    for sign in range(1, 101):
        told, last = counted(last, NOW + seconds(sign * 1.7), begins=False)
        total += told
    assert total == 170


@given(
    st.lists(st.tuples(st.floats(-100, 4000, allow_nan=False), st.booleans()), max_size=40),
)
def test_any_signs_together_count_no_more_than_passed(signs: list[tuple[float, bool]]) -> None:
    last, total, latest = None, 0, 0.0
    at = 0.0
    for moved, begins in signs:
        at += moved
        latest = max(latest, at)
        told, last = counted(last, NOW + seconds(at), begins=begins)
        total += told
    first = signs[0][0] if signs else 0.0
    assert 0 <= total <= latest - min(first, 0) + 1e-6


def test_what_is_put_off_lies_ahead_and_within_a_year() -> None:
    assert not is_reasonable(NOW, NOW)
    assert is_reasonable(NOW + seconds(1), NOW)
    assert is_reasonable(NOW + FURTHEST, NOW)
    assert not is_reasonable(NOW + FURTHEST + seconds(1), NOW)


def test_a_day_has_no_more_time_than_has_passed_of_it() -> None:
    begins, ends = NOW - timedelta(hours=12), NOW + timedelta(hours=12)
    assert most_of_day(begins, ends, NOW) == 12 * 3600
    assert most_of_day(begins, ends, ends + timedelta(days=3)) == 24 * 3600
    assert most_of_day(begins, ends, begins - seconds(1)) == 0
