"""Calendars that are known to stand for a while, so that each is read once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .rules import BusinessCalendar

_known: ContextVar[dict[int, BusinessCalendar] | None] = ContextVar("known", default=None)


@contextmanager
def standing() -> Iterator[None]:
    """Within it no calendar changes: for many clocks in one transaction, told as history."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def known_now() -> dict[int, BusinessCalendar] | None:
    """What was read already and stands; None where a calendar may change at any time."""
    return _known.get()
