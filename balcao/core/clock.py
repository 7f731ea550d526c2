"""The one place that reads the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.utils.timezone import get_default_timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present instant in UTC, or the one told by `at`."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Within it, now() is that instant: history is told through the same actions as real work."""
    token = _told.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


ONE_DAY = timedelta(days=1)


def today() -> date:
    """The present day in the company's zone."""
    return now().astimezone(get_default_timezone()).date()


def zone() -> str:
    """The name of the company's zone."""
    return str(get_default_timezone())
