"""Properties over the database: each example is taken back before the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, settings

Row = tuple[object, ...]


def examples(count: int) -> settings:
    """So many examples, on one set of fixtures, however slow the machine."""
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tables() -> list[str]:
    """Every table of the house's own rooms."""
    found = [
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name.startswith("balcao.")
        for model in config.get_models(include_auto_created=True)
    ]
    return sorted(found)


def everything(without: set[str]) -> dict[str, list[Row]]:
    """Every row of every such table, but for the columns `table.column` or tables named."""
    kept: dict[str, list[Row]] = {}
    with connection.cursor() as cursor:
        for table in tables():
            if table in without:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column.name for column in cursor.description or ()]
            shown = [i for i, name in enumerate(names) if f"{table}.{name}" not in without]
            kept[table] = sorted(
                (tuple(repr(row[i]) for i in shown) for row in cursor.fetchall()),
            )
    return kept
