from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.service.tickets import queries as tickets

from .. import scope

LISTED = 30
_BESIDE = f"""
SELECT a.number, a.name, a.state, a.place, a.warranty_until, y.icon, l.id IS NOT NULL AS is_linked,
    a.owner_id = t.requester_id AS is_requesters
FROM tickets_ticket t
CROSS JOIN LATERAL (
    SELECT k.asset_id FROM assets_assetticket k WHERE k.ticket_id = t.id
    UNION SELECT o.id FROM assets_asset o WHERE o.owner_id = t.requester_id AND t.side = 'internal'
) near
JOIN assets_asset a ON a.id = near.asset_id AND {scope.kept("a")}
JOIN assets_assettype y ON y.id = a.type_id
LEFT JOIN assets_assetticket l ON l.asset_id = a.id AND l.ticket_id = t.id
WHERE t.id = %(ticket)s
ORDER BY l.id IS NULL, a.number LIMIT {LISTED}
"""


def beside(actor: Actor, protocol: str) -> list[Row]:
    """What stands beside a ticket one handles: assets it is about, and those its requester uses, of
    those that the actor keeps. NotFound for a ticket one does not handle."""
    ticket = tickets.get(actor, protocol, handled=True)
    return rows(_BESIDE, {**scope.params(actor), "ticket": ticket["id"]})
