"""Rows that an action told once in this process, put back at once wherever they are wanted again.

What is put back is what was told: every column of every row, times as far from now as they were.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from balcao.core import clock

_TABLES = """
    SELECT class.oid::regclass::text, array_agg(quote_ident(attname) ORDER BY attnum),
           array_agg(atttypid::regtype::text ORDER BY attnum)
    FROM pg_class class JOIN pg_attribute ON attrelid = class.oid
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY class.oid ORDER BY class.oid
"""
_MOVED = {"timestamp with time zone": " + {time}", "date": " + {days}"}
_Table = tuple[str, list[str], list[str]]


class Kept:
    """The rows that came to be within a call, as one statement that brings them back."""

    def __init__(self, tell: Callable[[], Any]) -> None:
        """Tell it in a transaction that is taken back; keep the rows that it added."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TABLES)
            tables: list[_Table] = cursor.fetchall()
            before = {table[0]: set(_rows(cursor, table[0])) for table in tables}
            self.at, self.on = clock.now(), clock.today()
            tell()
            added = [(table, _added(cursor, table[0], before[table[0]])) for table in tables]
            self._bring = [_bringing(table, rows) for table, rows in added if rows]
            transaction.set_rollback(True)

    def put_back(self) -> None:
        """Bring the rows back, with the numbers they have, their times and days moved to now."""
        moved = {"time": clock.now() - self.at, "days": (clock.today() - self.on).days}
        told = {name: sql.Literal(value) for name, value in moved.items()}
        whole = sql.SQL("; ").join(one.format(**told) for one in self._bring)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(whole.as_string())


def _rows(cursor: Any, table: str) -> list[str]:
    cursor.execute(f"SELECT to_jsonb(one)::text FROM {table} one ORDER BY ctid")
    return [text for (text,) in cursor.fetchall()]


def _added(cursor: Any, table: str, before: set[str]) -> list[str]:
    """The rows that are new; that none is gone or changed is held, as it couldn't be put back."""
    now = _rows(cursor, table)
    assert before <= set(now), f"a row of {table} was changed"
    return [row for row in now if row not in before]


def _bringing(table: _Table, rows: list[str]) -> sql.SQL:
    name, columns, types = table
    taken = ", ".join(
        f"{column}{_MOVED.get(kind, '')}" for column, kind in zip(columns, types, strict=True)
    )
    told = sql.Literal(f"[{','.join(rows)}]").as_string().replace("{", "{{").replace("}", "}}")
    return sql.SQL(
        f"INSERT INTO {name} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE SELECT {taken}"
        f" FROM jsonb_populate_recordset(NULL::{name}, {told});"
        # whoever set the sequence back meanwhile must not meet these numbers
        f" SELECT setval(its, greatest(nextval(its), {max(json.loads(row)['id'] for row in rows)}))"
        f" FROM pg_get_serial_sequence('{name}', 'id') its"
    )
