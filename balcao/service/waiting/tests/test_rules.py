"""Rows between which a turn lies, and intervals as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.service.waiting.rules import Span, bounds, scale, window

HERE = ZoneInfo("America/Sao_Paulo")
START = datetime(2026, 11, 18, 12, tzinfo=UTC)


TABLE = [[1, 10.0, 100.0], [2, 20.0, 200.0], [5, 50.0, 500.0]]


@pytest.mark.parametrize(
    ("turn", "told"), [(1, (10, 100)), (2, (20, 200)), (3, (30, 300)), (5, (50, 500)), (6, None)]
)
def test_between_two_rows_the_interval_lies_on_their_line(
    turn: int, told: tuple[float, float] | None
) -> None:
    assert bounds(TABLE, turn) == (told and pytest.approx(told))
    assert bounds([], turn) is None


@pytest.mark.parametrize(
    ("before", "now", "times"), [(4, 2, 2.0), (2, 4, 0.5), (9, 1, 3.0), (3, 0, 1.0), (0.2, 1, 1.0)]
)
def test_time_stretches_with_who_is_here_where_that_is_known(
    before: float, now: int, times: float
) -> None:
    assert scale(before, now) == times


def _here(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("low", "high", "span", "begins", "ends"),
    [
        ("18T14:03", "18T14:21", Span.TODAY, None, "18T14:25"),
        ("18T14:07", "18T16:50", Span.TODAY, "18T14:05", "18T17:00"),
        ("18T16:10", "18T21:10", Span.TODAY, "18T16:00", "18T22:00"),
        ("19T08:20", "19T11:40", Span.MORNING, "19T08:00", "19T12:00"),
        ("19T13:20", "19T17:40", Span.AFTERNOON, "19T13:00", "19T18:00"),
        ("19T09:20", "19T17:40", Span.TOMORROW, "19T09:00", "19T18:00"),
        ("18T17:20", "19T09:10", Span.OVERNIGHT, "18T17:15", "19T10:00"),
        ("18T14:02", "19T09:10", Span.OVERNIGHT, None, "19T10:00"),
        ("20T09:20", "24T17:40", Span.DAYS, "20T09:00", "24T18:00"),
    ],
)
def test_an_interval_is_rounded_outward_and_told_by_its_length(
    low: str, high: str, span: Span, begins: str | None, ends: str
) -> None:
    now = _here("2026-11-18T14:01")
    told = window(_here(f"2026-11-{low}"), _here(f"2026-11-{high}"), now, HERE)
    assert told.span is span
    assert told.to_at == _here(f"2026-11-{ends}")
    assert told.from_at == (begins and _here(f"2026-11-{begins}"))


@given(
    low=st.integers(0, 10**6),
    more=st.integers(0, 10**6),
    zone=st.sampled_from(["America/Sao_Paulo", "Europe/Berlin", "Australia/Lord_Howe"]),
)
def test_nothing_of_the_interval_is_rounded_away(low: int, more: int, zone: str) -> None:
    first, last = START + timedelta(seconds=low), START + timedelta(seconds=low + more)
    told = window(first, last, START, ZoneInfo(zone))
    assert told.to_at >= last
    assert told.from_at is None or START < told.from_at <= first
    assert told.to_at - last <= timedelta(hours=1)
