from __future__ import annotations

from collections.abc import Sequence

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.core.text import fold

from .. import due, scope

MOST_WORDS = 6
_SHOWN = f"""
SELECT a.id, a.number, a.name, a.state, a.team_id, t.name AS team, a.type_id, y.names AS type_names,
    y.icon, y.fields, a.owner_id, p.name AS owner,
    coalesce(nullif(p.preferred_name, ''), p.name) AS called,
    (SELECT h.value FROM people_handle h WHERE h.person_id = a.owner_id AND h.channel = 'email'
        AND h.is_work ORDER BY h.is_primary DESC, h.id LIMIT 1) AS owner_address,
    {due.LEFT} AS is_left, g.name AS department, a.place, a.serial, a.values, a.notes, a.bought_on,
    a.price, s.name AS supplier, a.warranty_until, a.version, a.created_at, a.updated_at
FROM assets_asset a
JOIN teams_team t ON t.id = a.team_id
JOIN assets_assettype y ON y.id = a.type_id
LEFT JOIN people_person p ON p.id = a.owner_id
LEFT JOIN people_organization g ON g.id = a.organization_id
LEFT JOIN people_organization s ON s.id = a.supplier_id
WHERE {scope.kept("a")}
"""
# Every word must begin one of the asset's or be within the name of who uses it. Each way is looked up
# in its own index: asked of every asset in the order of numbers, a rare word walks through all of them.
_MATCHES = """ AND a.id IN (
    SELECT m.id FROM assets_asset m
    WHERE to_tsvector('simple'::regconfig, COALESCE(m.folded, '')) @@ to_tsquery('simple', %(asked)s::text)
    UNION ALL SELECT m.id FROM assets_asset m JOIN people_person w ON w.id = m.owner_id
    WHERE w.folded_name LIKE ALL(%(likes)s::text[]))"""
_NARROWED = """ AND (%(type)s::bigint IS NULL OR a.type_id = %(type)s::bigint)
    AND (%(state)s::text = '' OR a.state = %(state)s::text)
    AND (%(team)s::bigint IS NULL OR a.team_id = %(team)s::bigint)
    AND (%(owner)s::bigint IS NULL OR a.owner_id = %(owner)s::bigint)"""


def page(
    actor: Actor,
    query: str = "",
    *,
    type_id: int | None = None,
    state: str = "",
    team_id: int | None = None,
    owner_id: int | None = None,
    after: str = "",
    limit: int = 50,
) -> tuple[list[Row], str | None]:
    """Assets of the actor's keeping by number, and the number after which the next page begins.

    Found by the beginnings of words of number, name, serial number and place, or by parts of the
    name of who uses it.
    """
    words = _words(query)
    found = rows(
        f"{_SHOWN}{_MATCHES if words else ''}{_NARROWED} AND a.number > %(after)s ORDER BY a.number LIMIT %(limit)s",
        {
            **scope.params(actor),
            **due.params(),
            "asked": " & ".join(f"{word}:*" for word in words),
            "likes": [f"%{word}%" for word in words],
            "type": type_id,
            "state": state,
            "team": team_id,
            "owner": owner_id,
            "after": after,
            "limit": limit + 1,
        },
    )
    return found[:limit], found[limit - 1]["number"] if len(found) > limit else None


def assets(actor: Actor, numbers: Sequence[str]) -> list[Row]:
    """The assets of these numbers that the actor keeps, in their order."""
    return rows(
        f"{_SHOWN} AND a.number = ANY(%(numbers)s) ORDER BY a.number",
        {**scope.params(actor), **due.params(), "numbers": [*numbers]},
    )


def asset(actor: Actor, number: str) -> Row:
    """One asset of the actor's keeping by its number, `may_write` with it; else NotFound."""
    found = row(
        f"{_SHOWN} AND a.number = %(number)s",
        {**scope.params(actor), **due.params(), "number": number.strip().upper()},
    )
    if found is None:
        raise NotFound()
    return {**found, "may_write": scope.may_write(actor, found["team_id"])}


def suggestions(actor: Actor, names: str) -> list[str]:
    """Names a form may offer: `suppliers` of what the actor keeps, or `departments` that are no
    confidential team's."""
    if not scope.may_look(actor):
        raise NotFound()
    return [one["name"] for one in rows(_OFFERED[names], scope.params(actor))]


_OFFERED: dict[str, str] = {
    "suppliers": f"""
        SELECT DISTINCT s.name FROM people_organization s WHERE s.id IN (
            SELECT a.supplier_id FROM assets_asset a WHERE {scope.kept("a")}
            UNION SELECT c.supplier_id FROM assets_contract c WHERE {scope.kept("c")})
        ORDER BY s.name LIMIT 200""",
    "departments": """
        SELECT o.name FROM people_organization o LEFT JOIN teams_team t ON t.id = o.team_id
        WHERE o.kind = 'department' AND (NOT coalesce(t.is_confidential, false)
            OR t.id = ANY(%(teams)s) OR %(system)s) ORDER BY o.folded_name LIMIT 200""",
}


def _words(query: str) -> list[str]:
    bare = "".join(sign if sign.isalnum() else " " for sign in fold(query))
    return bare.split()[:MOST_WORDS]
