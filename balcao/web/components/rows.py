"""Rows of lists, each drawn once: what a live list shows again is mostly what it showed before."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.utils import timezone, translation
from markupsafe import Markup

from balcao.core import clock
from balcao.core.sql import Row

from .promises import dueness

KEPT = 2048  # rows of about two kilobytes, in each process


def kept(macro: Callable[..., str]) -> Callable[..., Markup]:
    """`macro(row, …)`, drawn anew only for other values, on another day or for another reader.

    A row is known by all its values, so nothing of it can be stale, and never by its number,
    so nothing of it can reach who was given other values.
    """

    @lru_cache(maxsize=KEPT)
    def drawn(row: tuple[tuple[str, Any], ...], more: tuple[Any, ...], _reader: object) -> Markup:
        return Markup(macro(dict(row), *more))  # noqa: S704 - a macro's own, escaped there

    def shown(row: Row, *more: Any) -> Markup:
        zone = timezone.get_current_timezone()
        today = clock.now().astimezone(zone).date()
        reader = (translation.get_language(), zone, today, dueness(row["due_at"]))
        return drawn(tuple(row.items()), more, reader)

    return shown
