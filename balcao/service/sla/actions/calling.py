"""The promise to call somebody back: begun and ended by the room that keeps callbacks."""

from __future__ import annotations

from datetime import datetime

from balcao.core.actor import Actor

from .. import clocks, ending, starting
from ..rules import Promised

_CALLBACK = (Promised.CALLBACK,)


def begin_callback(actor: Actor, ticket_id: int, from_at: datetime) -> bool:
    """Start the clock of a callback, from the instant agreed, on a ticket the caller has locked.

    False where nothing of this sort is promised.
    """
    offered = starting.offer(ticket_id, _CALLBACK)
    if offered is None:
        return False
    known = clocks.ticking(ticket_id)
    starting.begin(ticket_id, offered, _CALLBACK, known, from_at, status=offered.status)
    return any(one.promise == Promised.CALLBACK for one in clocks.ticking(ticket_id))


def end_callback(actor: Actor, ticket_id: int, *, is_kept: bool) -> None:
    """End that clock: kept or broken for a call that was made, cancelled for one no longer wanted."""
    ending.end(actor, ticket_id, _CALLBACK, _CALLBACK if is_kept else ())
