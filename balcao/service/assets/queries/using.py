from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor
from balcao.core.sql import Row, row, rows

from .. import scope

LISTED = 100
# Who uses a thing reads what helps to know it and to ask for it; what it cost stays with its keepers.
_USED = f"""
SELECT a.number, a.name, a.state, y.names AS type_names, y.icon, a.place, a.serial,
    a.warranty_until, t.public_name AS team
FROM assets_asset a JOIN assets_assettype y ON y.id = a.type_id JOIN teams_team t ON t.id = a.team_id
WHERE {scope.OWNED}
"""
_SCANNED = f"""
SELECT a.id, {scope.kept("a")} AS is_kept FROM assets_asset a
WHERE a.number = %(number)s AND {scope.READ}
"""


def mine(actor: Actor, *, after: str = "", limit: int = LISTED) -> list[Row]:
    """The things of the company that the actor uses, by number, those behind `after`."""
    asked = {**scope.params(actor), "after": after, "limit": limit}
    return rows(f"{_USED} AND a.number > %(after)s ORDER BY a.number LIMIT %(limit)s", asked)


def scanned(actor: Actor, number: str) -> tuple[bool, dict[str, Any] | None]:
    """Whose label was read: True for what the actor keeps; else what they may read of what they use,
    or None, which says nothing of whether there is such an asset."""
    asked = {**scope.params(actor), "number": number.strip().upper()}
    found = row(_SCANNED, asked)
    if found is None:
        return False, None
    if found["is_kept"]:
        return True, None
    return False, row(f"{_USED} AND a.number = %(number)s", asked)
