"""The end of clocks: kept, broken, or no longer meant."""

from __future__ import annotations

from collections.abc import Sequence

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import Row, rows
from balcao.events.actions import publish
from balcao.service.tickets.actions import set_due

from . import rules
from .events import PromiseBreached, PromiseMet
from .rules import REPLIES, Promised, State

_DONE = (Promised.RESOLUTION, Promised.DAY)
_END = """
WITH was AS (
    SELECT id, breached_at, due_at FROM sla_clock
    WHERE ticket_id = %(ticket)s AND ended_at IS NULL AND promise = ANY(%(promises)s)
), gone AS (
    UPDATE sla_clock c SET ended_at = %(now)s, next_at = NULL,
        breached_at = coalesce(c.breached_at, CASE WHEN c.due_at < %(now)s THEN c.due_at END),
        decided_at = coalesce(c.breached_at, CASE WHEN c.due_at < %(now)s THEN c.due_at
            WHEN c.promise = ANY(%(kept)s) THEN %(now)s END),
        state = CASE WHEN c.breached_at IS NOT NULL OR c.due_at < %(now)s THEN 'missed'
            WHEN c.promise = ANY(%(kept)s) THEN 'met' ELSE 'cancelled' END
    FROM was WHERE c.id = was.id
    RETURNING c.id, c.promise, c.state, c.breached_at, was.breached_at AS was_breached_at
)
SELECT gone.*, (SELECT min(o.due_at) FROM sla_clock o
    WHERE o.ticket_id = %(ticket)s AND o.ended_at IS NULL AND o.promise <> ALL(%(promises)s))
    AS due_at
FROM gone
"""


def end(
    actor: Actor, ticket_id: int, promises: Sequence[str], kept: Sequence[str] | None = None
) -> list[Row]:
    """End the open clocks of these promises on a locked ticket.

    Past its due date a clock is broken; before it, it is kept where the promise is one of `kept`
    (all, when not said), and otherwise it was never put to the test and is cancelled.
    """
    now = clock.now()
    ended = rows(
        _END,
        {
            "ticket": ticket_id,
            "promises": [str(p) for p in promises],
            "kept": [str(p) for p in (promises if kept is None else kept)],
            "now": now,
        },
    )
    if not ended:
        return []
    set_due(SYSTEM, {ticket_id: ended[0]["due_at"]})
    for line in ended:
        if line["state"] == State.MET:
            publish(actor, PromiseMet(ticket_id, line["id"], line["promise"]))
        elif line["breached_at"] is not None and line["was_breached_at"] is None:
            late = rules.is_late(line["breached_at"], now)
            publish(actor, PromiseBreached(ticket_id, line["id"], line["promise"], is_late=late))
    return ended


def end_all(actor: Actor, ticket_id: int) -> list[Row]:
    """The ticket has ended: its resolution is kept if in time; a reply nobody needs is not owed."""
    return end(actor, ticket_id, [*REPLIES, *_DONE], _DONE)


def cancel(actor: Actor, ticket_id: int, promise: str) -> list[Row]:
    """Nothing of this sort is promised on the ticket any more."""
    return end(actor, ticket_id, [promise], [])
