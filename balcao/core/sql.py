"""Reading rows: lists are dictionaries, not model instances."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection, connections

Row = dict[str, Any]

_JSONB = 3802
_DJANGOS = {"server_side_binding", "prepare_threshold"}


def rows(sql: str, params: Mapping[str, Any] | None = None) -> list[Row]:
    """Every row of one statement, by column name; jsonb comes as Python values."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        # What libpq says of the columns; a cursor's description says much more of each, slowly.
        told = cursor.pgresult
        names = [told.fname(place).decode() for place in range(told.nfields)]
        jsons = [name for place, name in enumerate(names) if told.ftype(place) == _JSONB]
        found = [dict(zip(names, line, strict=True)) for line in cursor.fetchall()]
    for name in jsons:
        for line in found:
            if isinstance(line[name], str):
                line[name] = json.loads(line[name])
    return found


def address() -> dict[str, Any]:
    """Where Django's database is, in libpq's words, for a connection beside Django's own."""
    told = connections["default"].settings_dict
    named = {
        "host": told["HOST"],
        "port": told["PORT"],
        "user": told["USER"],
        "password": told["PASSWORD"],
        "dbname": told["NAME"],
    }
    options = {name: value for name, value in told["OPTIONS"].items() if name not in _DJANGOS}
    return {name: value for name, value in named.items() if value} | options


def row(sql: str, params: Mapping[str, Any] | None = None) -> Row | None:
    """The first row, or None."""
    found = rows(sql, params)
    return found[0] if found else None


def run(sql: str, params: Mapping[str, Any] | None = None) -> int:
    """Carry one statement out and say how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
