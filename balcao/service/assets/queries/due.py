from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows

from .. import scope
from ..due import CONTRACT, LEFT, WARRANTY, params

LISTED = 20
_ASSETS = f"""
SELECT a.number, a.name, a.state, a.place, a.warranty_until, p.name AS owner, t.name AS team, y.icon
FROM assets_asset a JOIN teams_team t ON t.id = a.team_id JOIN assets_assettype y ON y.id = a.type_id
LEFT JOIN people_person p ON p.id = a.owner_id
WHERE {scope.kept("a")} AND {{asking}} ORDER BY {{order}}, a.number
LIMIT %(limit)s OFFSET %(after)s
"""
_CONTRACTS = f"""
SELECT c.id, c.number, c.title, c.until_on, c.until_on - c.notice_days AS act_by, s.name AS supplier,
    t.name AS team
FROM assets_contract c JOIN teams_team t ON t.id = c.team_id
LEFT JOIN people_organization s ON s.id = c.supplier_id
WHERE {scope.kept("c")} AND {CONTRACT} ORDER BY c.until_on, c.id
LIMIT %(limit)s OFFSET %(after)s
"""
_COUNTS = f"""
SELECT (SELECT count(*) FROM assets_asset a WHERE {scope.kept("a")} AND {WARRANTY}) AS warranty,
    (SELECT count(*) FROM assets_contract c WHERE {scope.kept("c")} AND {CONTRACT}) AS contract,
    (SELECT count(*) FROM assets_asset a WHERE {scope.kept("a")} AND {LEFT}) AS "left"
"""


_LISTS = {
    "left": _ASSETS.format(asking=LEFT, order="p.folded_name"),
    "contract": _CONTRACTS,
    "warranty": _ASSETS.format(asking=WARRANTY, order="a.warranty_until"),
}
DUE = (*_LISTS,)


def due(
    actor: Actor, only: str = "", *, after: int = 0, limit: int = LISTED
) -> dict[str, list[Row]]:
    """What asks for the hand of whoever keeps it, the most pressing first: `left` by its owner,
    `contract` and `warranty`, or `only` one of them; behind the first `after`."""
    if not scope.may_look(actor):
        raise NotFound()
    asked = {**scope.params(actor), **params(), "limit": limit, "after": after}
    return {name: rows(sql, asked) if only in ("", name) else [] for name, sql in _LISTS.items()}


def counts(actor: Actor) -> dict[str, int]:
    """How many of each ask for a hand; nothing for who keeps nothing."""
    if not scope.may_look(actor):
        return {"warranty": 0, "contract": 0, "left": 0}
    found = row(_COUNTS, {**scope.params(actor), **params()})
    return {name: int(value) for name, value in (found or {}).items()}
