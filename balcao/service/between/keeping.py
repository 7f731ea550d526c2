"""The ledger of waits, kept with the statuses of both tickets."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, row, rows, run
from balcao.events.actions import publish
from balcao.events.live import tell

from . import rules
from .events import InsideWaitChanged

# Two statements: only after the lock is held does the other ticket's status stand.
_LOCK = """
SELECT id FROM between_linked WHERE ticket_id = %(ticket)s OR inner_id = %(ticket)s
ORDER BY id FOR UPDATE
"""
_STANDING = """
SELECT l.id, l.ticket_id, l.inner_id, l.waits, o.status AS outer_status, i.status AS inner_status,
       i.team_id, w.id AS wait_id, w.team_id AS waited_team_id
FROM between_linked l JOIN tickets_ticket o ON o.id = l.ticket_id
JOIN tickets_ticket i ON i.id = l.inner_id
LEFT JOIN between_wait w ON w.linked_id = l.id AND w.to_at IS NULL
WHERE l.id = ANY(%(ids)s) ORDER BY l.id
"""


def follow(
    actor: Actor, ticket_id: int, *, status: str | None = None, team_id: int | None = None
) -> None:
    """Bring the ledger up to what now holds for a ticket on either side of a request.

    `status` and `team_id` are what a running action has not saved yet.
    """
    locked = [line["id"] for line in rows(_LOCK, {"ticket": ticket_id})]
    if not locked:
        return
    for line in rows(_STANDING, {"ids": locked}):
        if status is not None:
            line["outer_status" if line["ticket_id"] == ticket_id else "inner_status"] = status
        if team_id is not None and line["inner_id"] == ticket_id:
            line["team_id"] = team_id
        _settle(actor, line)


def linked_of(inner_id: int) -> Row | None:
    """The request that a ticket of another area stands for: `id`, `ticket_id`, `asked_by_id`; or None."""
    return row(
        "SELECT id, ticket_id, asked_by_id FROM between_linked WHERE inner_id = %(inner)s",
        {"inner": inner_id},
    )


def _settle(actor: Actor, line: Row) -> None:
    wanted = rules.is_waiting(line["outer_status"], line["inner_status"], waits=line["waits"])
    has = line["wait_id"] is not None
    if has and wanted and line["waited_team_id"] == line["team_id"]:
        return
    if not has and not wanted:
        return
    now = clock.now()
    if has:
        run(
            "UPDATE between_wait SET to_at = greatest(from_at, %(now)s) WHERE id = %(id)s",
            {"id": line["wait_id"], "now": now},
        )
    if wanted:
        run(
            "INSERT INTO between_wait (linked_id, team_id, from_at)"
            " VALUES (%(linked)s, %(team)s, %(now)s)",
            {"linked": line["id"], "team": line["team_id"], "now": now},
        )
    if has != wanted:
        publish(actor, InsideWaitChanged(line["ticket_id"], line["id"], is_waiting=wanted))
    tell(f"ticket:{line['ticket_id']}", f"ticket:{line['inner_id']}")
