from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from balcao.core.actor import Actor
from balcao.core.errors import Forbidden
from balcao.core.sql import run


def set_due(actor: Actor, dues: Mapping[int, datetime | None]) -> int:
    """By ticket, when the next promise on it falls due: what lists show and sort by. How many moved.

    For the desk itself, in a transaction that holds these tickets; neither their version nor
    their time of change is touched, since nobody changed them.
    """
    if not actor.is_system:
        raise Forbidden()
    if not dues:
        return 0
    return run(
        """
        UPDATE tickets_ticket t SET due_at = told.due_at
        FROM unnest(%(ids)s::bigint[], %(dues)s::timestamptz[]) AS told (id, due_at)
        WHERE t.id = told.id AND t.due_at IS DISTINCT FROM told.due_at
        """,
        {"ids": list(dues), "dues": list(dues.values())},
    )
