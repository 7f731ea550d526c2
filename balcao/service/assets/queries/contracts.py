from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.core.text import fold

from .. import due, scope

MOST_WORDS = 6
_SHOWN = f"""
SELECT c.id, c.number, c.title, c.team_id, t.name AS team, s.name AS supplier, c.from_on, c.until_on,
    c.notice_days, c.until_on - c.notice_days AS act_by, c.value, c.notes, c.ended_on,
    {due.CONTRACT} AS is_due,
    (SELECT count(*) FROM assets_contract_assets x WHERE x.contract_id = c.id) AS assets
FROM assets_contract c
JOIN teams_team t ON t.id = c.team_id
LEFT JOIN people_organization s ON s.id = c.supplier_id
WHERE {scope.kept("c")}
"""
_COVERED = """
SELECT a.number, a.name, a.state, y.icon FROM assets_contract_assets x
JOIN assets_asset a ON a.id = x.asset_id JOIN assets_assettype y ON y.id = a.type_id
WHERE x.contract_id = %(id)s ORDER BY a.number LIMIT 500
"""


_SHOWN_OF = {
    "running": "c.ended_on IS NULL",
    "due": due.CONTRACT,
    "ended": "c.ended_on IS NOT NULL",
    "all": "true",
}
SHOWS = (*_SHOWN_OF,)
_SAYS = "balcao_fold(concat_ws(' ', c.title, c.number, s.name)) LIKE ALL(%(likes)s::text[])"


def contracts(
    actor: Actor,
    *,
    show: str = "all",
    query: str = "",
    asset_id: int | None = None,
    after: int = 0,
    limit: int = 50,
) -> tuple[list[Row], int | None]:
    """Contracts of the actor's keeping, those that end first before the others, and where the next
    page begins: those of SHOWS, with all words of `query` in title, number or supplier, of one asset
    where it is named."""
    if not scope.may_look(actor):
        raise NotFound()
    found = rows(
        f"{_SHOWN} AND {_SHOWN_OF.get(show, 'true')} AND {_SAYS} AND (%(asset)s::bigint IS NULL OR EXISTS (SELECT FROM assets_contract_assets x"
        " WHERE x.contract_id = c.id AND x.asset_id = %(asset)s::bigint))"
        " ORDER BY c.ended_on IS NOT NULL, c.until_on NULLS LAST, c.id OFFSET %(after)s LIMIT %(limit)s",
        {
            **scope.params(actor),
            **due.params(),
            "asset": asset_id,
            "likes": [f"%{word}%" for word in _words(query)] or ["%"],
            "after": after,
            "limit": limit + 1,
        },
    )
    return found[:limit], after + limit if len(found) > limit else None


def contract(actor: Actor, contract_id: int) -> Row:
    """One contract with the assets it covers and `may_write`; else NotFound."""
    found = row(
        f"{_SHOWN} AND c.id = %(id)s", {**scope.params(actor), **due.params(), "id": contract_id}
    )
    if found is None:
        raise NotFound()
    return {
        **found,
        "covered": rows(_COVERED, {"id": contract_id}),
        "may_write": scope.may_write(actor, found["team_id"]),
    }


def _words(query: str) -> list[str]:
    told = fold(query).replace("\\", " ").replace("%", " ").replace("_", " ")
    return told.split()[:MOST_WORDS]
