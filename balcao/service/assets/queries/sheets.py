from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor
from balcao.core.sql import Row, row, rows
from balcao.service.tickets import scope as tickets

from .. import scope

HISTORY = 100
TICKETS = 20
_TIES = f"""
SELECT r.id, r.kind, r.source_id = %(asset)s AS is_source, a.number, a.name, a.state, y.icon
FROM assets_relation r
JOIN assets_asset a ON a.id = CASE WHEN r.source_id = %(asset)s THEN r.target_id ELSE r.source_id END
JOIN assets_assettype y ON y.id = a.type_id
WHERE (r.source_id = %(asset)s OR r.target_id = %(asset)s) AND {scope.kept("a")}
ORDER BY r.kind, a.number LIMIT 200
"""
_TICKETS = f"""
SELECT t.id, t.protocol, t.subject, t.status, t.created_at FROM assets_assetticket l
JOIN tickets_ticket t ON t.id = l.ticket_id
WHERE l.asset_id = %(asset)s AND {tickets.HANDLED}
    AND (%(before)s::bigint IS NULL OR t.id < %(before)s::bigint)
ORDER BY t.id DESC LIMIT %(limit)s
"""
_TICKETS_TOTAL = f"""
SELECT count(*) AS total FROM assets_assetticket l JOIN tickets_ticket t ON t.id = l.ticket_id
WHERE l.asset_id = %(asset)s AND {tickets.HANDLED}
"""
_HISTORY = """
SELECT e.name, e.at, e.data, p.name AS by, b.name AS before, n.name AS after, o.number AS other
FROM events_event e
LEFT JOIN people_person p ON p.id = e.actor_id
LEFT JOIN people_person b ON e.name = 'AssetGiven' AND b.id = (e.data->>'before')::bigint
LEFT JOIN people_person n ON e.name = 'AssetGiven' AND n.id = (e.data->>'after')::bigint
LEFT JOIN assets_asset o ON e.name IN ('AssetTied', 'AssetUntied')
    AND o.id = (e.data->>'other_id')::bigint
WHERE e.subject_type = 'asset' AND e.subject_id = %(asset)s
    AND e.name NOT IN ('AssetLinked', 'AssetUnlinked')
ORDER BY e.id DESC LIMIT %(limit)s
"""


def ties(actor: Actor, found: Row) -> list[Row]:
    """How an asset stands to others that the actor keeps; `is_source` where it is the part."""
    return rows(_TIES, {**scope.params(actor), "asset": found["id"]})


def tickets_of(
    actor: Actor, found: Row, *, before: int | None = None, limit: int = TICKETS
) -> list[Row]:
    """Tickets about an asset, newest first, of those that the actor handles: those opened before the
    one with this id."""
    params: dict[str, Any] = {
        **tickets.params(actor),
        "asset": found["id"],
        "before": before,
        "limit": limit,
    }
    return rows(_TICKETS, params)


def tickets_total(actor: Actor, found: Row) -> int:
    """How many tickets about an asset the actor handles."""
    total = row(_TICKETS_TOTAL, {**tickets.params(actor), "asset": found["id"]})
    return int(total["total"]) if total else 0


def history(actor: Actor, found: Row) -> list[Row]:
    """What happened to an asset, newest first: name of the fact, when, by whom, and what it holds."""
    return rows(_HISTORY, {"asset": found["id"], "limit": HISTORY})
