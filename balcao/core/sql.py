"""Reading rows: lists are dictionaries, not model instances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

Row = dict[str, Any]


def rows(sql: str, params: Mapping[str, Any] | None = None) -> list[Row]:
    """Every row of one statement, by column name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def row(sql: str, params: Mapping[str, Any] | None = None) -> Row | None:
    """The first row, or None."""
    found = rows(sql, params)
    return found[0] if found else None


def run(sql: str, params: Mapping[str, Any] | None = None) -> int:
    """Carry one statement out and say how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount
