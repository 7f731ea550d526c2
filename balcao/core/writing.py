"""Writing one row in plain SQL: a model's statement is made once, and the server prepares it.

For the tables that nearly every action writes to. No signals are sent.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model

from .sql import row, run

M = TypeVar("M", bound=Model)
Column: TypeAlias = "Field[Any, Any]"


def insert(instance: M) -> M:
    """Write a new row; the instance bears its id afterwards."""
    statement, columns = _insertion(type(instance))
    written = row(statement, _values(instance, columns))
    assert written is not None
    instance.pk = written["id"]
    instance._state.adding, instance._state.db = False, DEFAULT_DB_ALIAS
    return instance


def update(instance: Model, *names: str) -> int:
    """Save these fields of a row that is there; 0 when it is gone."""
    statement, columns = _change(type(instance), names)
    return run(statement, _values(instance, columns) | {"pk": instance.pk})


@cache
def _insertion(model: type[Model]) -> tuple[str, list[Column]]:
    columns: list[Column] = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated
    ]
    names = ", ".join(f'"{field.column}"' for field in columns)
    values = ", ".join(f"%({field.column})s" for field in columns)
    table = model._meta.db_table
    return f'INSERT INTO "{table}" ({names}) VALUES ({values}) RETURNING id', columns


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Column]]:
    known: dict[str, Column] = {field.name: field for field in model._meta.concrete_fields}
    columns = [known[name] for name in dict.fromkeys(names)]
    told = ", ".join(f'"{field.column}" = %({field.column})s' for field in columns)
    return f'UPDATE "{model._meta.db_table}" SET {told} WHERE id = %(pk)s', columns


def _values(instance: Model, columns: list[Column]) -> dict[str, Any]:
    return {
        str(field.column): field.get_db_prep_save(getattr(instance, field.attname), connection)
        for field in columns
    }
