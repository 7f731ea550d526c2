"""Cursors of keyset pages."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.errors import Invalid
from balcao.core.pagination import read_cursor, write_cursor


@given(
    at=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-3))])),
    row_id=st.integers(0, 2**63 - 1),
)
def test_a_cursor_reads_as_it_was_written(at: datetime, row_id: int) -> None:
    assert read_cursor(write_cursor(at, row_id)) == (at, row_id)


@given(told=st.text(max_size=80))
def test_anything_else_is_refused_in_words(told: str) -> None:
    try:
        at, row_id = read_cursor(told)
    except Invalid:
        return
    assert at.tzinfo is not None
    assert 0 <= row_id < 2**63


@pytest.mark.parametrize(
    "told",
    ["[" * 20_000, '["2026-01-01",1]', '["2026-01-01T00:00:00+00:00",-1]', '[1,1]', '{"a":1}', '["2026-01-01T00:00:00+00:00",99999999999999999999]'],
)  # fmt: skip
def test_what_only_looks_like_a_cursor_is_refused(told: str) -> None:
    with pytest.raises(Invalid):
        read_cursor(base64.urlsafe_b64encode(told.encode()).decode())
