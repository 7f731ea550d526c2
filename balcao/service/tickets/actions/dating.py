from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Forbidden
from balcao.core.sql import run

_kept_back: ContextVar[dict[int, datetime | None] | None] = ContextVar("kept_back", default=None)


@contextmanager
def dues_together() -> Iterator[None]:
    """Within it due dates are kept back, and the last one of each ticket is written at its end.

    For history, told inside one transaction: no due date is read meanwhile.
    """
    dues: dict[int, datetime | None] = {}
    token = _kept_back.set(dues)
    try:
        yield
    finally:
        _kept_back.reset(token)
    set_due(SYSTEM, dues)


def set_due(actor: Actor, dues: Mapping[int, datetime | None]) -> int:
    """By ticket, when the next promise on it falls due: what lists show and sort by. How many moved.

    For the desk itself, in a transaction that holds these tickets; neither their version nor
    their time of change is touched, since nobody changed them.
    """
    if not actor.is_system:
        raise Forbidden()
    if not dues:
        return 0
    kept_back = _kept_back.get()
    if kept_back is not None:
        kept_back.update(dues)
        return 0
    return run(
        """
        UPDATE tickets_ticket t SET due_at = told.due_at
        FROM unnest(%(ids)s::bigint[], %(dues)s::timestamptz[]) AS told (id, due_at)
        WHERE t.id = told.id AND t.due_at IS DISTINCT FROM told.due_at
        """,
        {"ids": list(dues), "dues": list(dues.values())},
    )
