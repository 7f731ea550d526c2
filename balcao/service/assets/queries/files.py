from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows

from .. import scope
from ..rules import COLUMNS, worded

LATEST = 10
_IMPORT = f"""
SELECT i.id, i.file_name, i.team_id, t.name AS team, i.at, i.state, i.columns, i.rows, i.done,
    i.added, i.changed, i.same, i.refused, i.finished_at, p.name AS person
FROM assets_assetimport i JOIN teams_team t ON t.id = i.team_id
LEFT JOIN people_person p ON p.id = i.person_id
WHERE {scope.kept("i")}
"""


def imports(actor: Actor) -> list[Row]:
    """The last files of assets of the actor's teams, newest first."""
    if not scope.may_look(actor):
        raise NotFound()
    asked = {**scope.params(actor), "limit": LATEST}
    return rows(f"{_IMPORT} ORDER BY i.id DESC LIMIT %(limit)s", asked)


def import_of(actor: Actor, import_id: int) -> Row:
    """One file of assets, how far it is and what its lines do; else NotFound."""
    found = row(f"{_IMPORT} AND i.id = %(id)s", {**scope.params(actor), "id": import_id})
    if found is None:
        raise NotFound()
    return {**found, "may_write": scope.may_write(actor, found["team_id"])}


def import_lines(
    actor: Actor, import_id: int, state: str = "", *, after: int = 0, limit: int = 50
) -> list[Row]:
    """Lines of a file in their order, each with its cells by name, what becomes of it, and why."""
    places = import_of(actor, import_id)["columns"]["places"]
    found = rows(
        "SELECT line, cells, state, reason, about FROM assets_assetline"
        " WHERE imported_id = %(id)s AND line > %(after)s"
        " AND (%(state)s::text = '' OR state = %(state)s::text) ORDER BY line LIMIT %(limit)s",
        {"id": import_id, "after": after, "state": state, "limit": limit},
    )
    return [_line(one, places) for one in found]


def _line(line: Row, places: dict[str, int]) -> Row:
    cells = line["cells"]
    named = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    return {
        "line": line["line"],
        "cells": {name: named.get(name, "") for name in COLUMNS},
        "state": line["state"],
        "why": worded(line["reason"], line["about"]),
    }
