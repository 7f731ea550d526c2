"""Whether a database can serve the desk: its version, its encoding, and how its locale folds."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

OLDEST = 15
FOLDS = {"lower('ÇÃÉÜ')": "çãéü", "upper('çãéü')": "ÇÃÉÜ"}


def faults() -> Iterator[str]:
    """What is wrong with it, in words; nothing when it will do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        major = cursor.fetchone()[0]
        if major < OLDEST:
            yield f"PostgreSQL {major} is too old: {OLDEST} or later is needed."
        cursor.execute("SELECT current_setting('server_encoding')")
        encoding = cursor.fetchone()[0]
        if encoding != "UTF8":
            yield f"The database is encoded in {encoding}: UTF8 is needed."
            return
        for asked, expected in FOLDS.items():
            cursor.execute(f"SELECT {asked}")
            found = cursor.fetchone()[0]
            if found != expected:
                yield (
                    f"The database's locale folds Portuguese wrongly: {asked} gives {found!r}. "
                    "Make it with the locale C.UTF-8 or pt_BR.UTF-8."
                )
                return
