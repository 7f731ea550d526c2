"""Rows into tables by COPY: model instances in, the database's own columns out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql


def copy(instances: Sequence[Model]) -> None:
    """Write these instances of one model, ids included where they bear one."""
    if not instances:
        return
    model = type(instances[0])
    fields: list[Any] = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and not (field.primary_key and instances[0].pk is None)
    ]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as rows:
        for instance in instances:
            rows.write_row(
                [
                    field.get_db_prep_save(getattr(instance, field.attname), connection)
                    for field in fields
                ]
            )


def next_id(model: type[Model]) -> int:
    """The first id that no row of the table bears."""
    newest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(newest or 0) + 1


def move_sequences(models: Iterable[type[Model]]) -> None:
    """Let the sequences go on after the ids that were copied in."""
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                f" (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
            )
