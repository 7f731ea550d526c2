"""The audience of a notification, in SQL: the ticket's, and for a promise that climbed a little more.

`n` is the notification, `t` its ticket, `team` the ticket's team; both are null for a thing of
another room, of which a notification says no more than that it is there.
"""

from __future__ import annotations

from balcao.service.tickets.scope import HANDLED, params

from .rules import CLIMBING

_CLIMBED = ", ".join(f"'{kind}'" for kind in sorted(CLIMBING))

READ = (
    f"({HANDLED} OR n.ticket_id IS NULL OR (n.kind IN ({_CLIMBED}) AND NOT team.is_confidential))"
)

# Whoever doesn't handle the ticket reads that a promise of the team broke, under which protocol.
SUBJECT = f"CASE WHEN {HANDLED} THEN t.subject ELSE '' END AS subject, coalesce({HANDLED}, false) AS is_handled"

# Which promise a notification is about, or which task, or how an approval ended, from the fact
# behind it (`e`), and the thing of another room; empty for all other kinds.
PROMISE = """e.data->>'promise' AS promise, (e.data->>'percent')::int AS percent,
    coalesce((e.data->>'is_late')::boolean, false) AS is_late,
    CASE WHEN e.name = 'TaskTold' THEN (e.data->>'task_id')::bigint END AS task_id,
    CASE WHEN e.name = 'ApprovalDecided' THEN e.data->>'state' END AS outcome,
    n.about_type, n.about_id"""

# The ticket and its team, where there is one.
TICKET = """LEFT JOIN tickets_ticket t ON t.id = n.ticket_id
    LEFT JOIN teams_team team ON team.id = t.team_id"""

__all__ = ["PROMISE", "READ", "SUBJECT", "TICKET", "params"]
