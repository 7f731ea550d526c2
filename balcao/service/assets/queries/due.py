from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows

from .. import scope
from ..due import CONTRACT, LEFT, WARRANTY, params

LISTED = 200
_ASSETS = f"""
SELECT a.number, a.name, a.state, a.place, a.warranty_until, p.name AS owner, t.name AS team, y.icon
FROM assets_asset a JOIN teams_team t ON t.id = a.team_id JOIN assets_assettype y ON y.id = a.type_id
LEFT JOIN people_person p ON p.id = a.owner_id
WHERE {scope.kept("a")} AND {{asking}} ORDER BY {{order}}, a.number LIMIT {LISTED}
"""
_CONTRACTS = f"""
SELECT c.id, c.number, c.title, c.until_on, c.until_on - c.notice_days AS act_by, s.name AS supplier,
    t.name AS team
FROM assets_contract c JOIN teams_team t ON t.id = c.team_id
LEFT JOIN people_organization s ON s.id = c.supplier_id
WHERE {scope.kept("c")} AND {CONTRACT} ORDER BY c.until_on, c.id LIMIT {LISTED}
"""
_COUNTS = f"""
SELECT (SELECT count(*) FROM assets_asset a WHERE {scope.kept("a")} AND {WARRANTY}) AS warranty,
    (SELECT count(*) FROM assets_contract c WHERE {scope.kept("c")} AND {CONTRACT}) AS contract,
    (SELECT count(*) FROM assets_asset a WHERE {scope.kept("a")} AND {LEFT}) AS "left"
"""


def due(actor: Actor) -> dict[str, list[Row]]:
    """What asks for the hand of whoever keeps it: `warranty`, `contract`, and `left` by its owner."""
    if not scope.may_look(actor):
        raise NotFound()
    asked = {**scope.params(actor), **params()}
    return {
        "warranty": rows(_ASSETS.format(asking=WARRANTY, order="a.warranty_until"), asked),
        "contract": rows(_CONTRACTS, asked),
        "left": rows(_ASSETS.format(asking=LEFT, order="p.folded_name"), asked),
    }


def counts(actor: Actor) -> dict[str, int]:
    """How many of each ask for a hand; nothing for who keeps nothing."""
    if not scope.may_look(actor):
        return {"warranty": 0, "contract": 0, "left": 0}
    found = row(_COUNTS, {**scope.params(actor), **params()})
    return {name: int(value) for name, value in (found or {}).items()}
