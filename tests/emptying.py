"""What a test really commits goes with it."""

from __future__ import annotations

from django.db import connection

_TABLES = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
"""
TURNS = 4


def empty() -> None:
    """Take every row out of the tables that hold any; the marks of migrations stay.

    One statement for all of them, so that no order of foreign keys matters; again while triggers
    on what goes write elsewhere. Django's TRUNCATE makes each file of each table anew instead.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        names = [name for (name,) in cursor.fetchall()]
        filled = " UNION ALL ".join(f"SELECT '{n}' WHERE EXISTS (SELECT FROM {n})" for n in names)
        for _turn in range(TURNS):
            cursor.execute(filled)
            gone = [f"_{at} AS (DELETE FROM {n})" for at, (n,) in enumerate(cursor.fetchall())]
            if not gone:
                return
            cursor.execute(f"WITH {', '.join(gone)} SELECT")
    raise AssertionError("rows come back as they are taken out")
