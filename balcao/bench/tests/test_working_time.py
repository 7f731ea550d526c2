"""The figure of working time is one."""

from __future__ import annotations

from balcao.bench.working_time import microseconds


def test_a_due_date_a_year_away_takes_some_microseconds() -> None:
    assert 0 < microseconds() < 1_000
