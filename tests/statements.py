"""How many statements something asks of the database."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def counted(do: Callable[[], object]) -> int:
    """The number of statements `do` sends."""
    with CaptureQueriesContext(connection) as told:
        do()
    return len(told)
