"""The one clock, and history told through it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from balcao.core import clock


def test_within_at_it_is_that_instant_and_afterwards_the_present() -> None:
    before = datetime.now(UTC)
    then = datetime(2026, 1, 1, 2, 30, tzinfo=UTC)
    with clock.at(then):
        assert clock.now() == then
        assert clock.today().isoformat() == "2025-12-31"
        with clock.at(then + clock.ONE_DAY):
            assert clock.now() == then + timedelta(days=1)
        assert clock.now() == then
    assert clock.now() >= before


def test_another_thread_keeps_its_own_time() -> None:
    seen: list[datetime] = []
    with clock.at(datetime(2001, 1, 1, tzinfo=UTC)):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0].year > 2020
