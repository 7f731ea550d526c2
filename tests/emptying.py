"""What a test really commits goes with it."""

from __future__ import annotations

from django.db import connection, transaction

_TABLES = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    ORDER BY relname <> 'procrastinate_periodic_defers', relname
"""
TURNS = 4


def empty() -> None:
    """Take every row out of the tables that hold any; the marks of migrations stay.

    Foreign keys are checked at the end, but for the queue's, whose tables therefore go in their
    order; again while triggers on what goes write elsewhere. Django's TRUNCATE makes each file of
    each table anew instead.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        names = [name for (name,) in cursor.fetchall()]
        filled = " UNION ALL ".join(f"SELECT '{n}' WHERE EXISTS (SELECT FROM {n})" for n in names)
        for _turn in range(TURNS):
            cursor.execute(filled)
            gone = [name for (name,) in cursor.fetchall()]
            if not gone:
                return
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in gone))
    raise AssertionError("rows come back as they are taken out")
