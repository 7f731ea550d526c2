"""The audience of a notification, in SQL: the ticket's, and for a promise that climbed a little more.

`n` is the notification, `t` its ticket, `team` the ticket's team.
"""

from __future__ import annotations

from balcao.service.tickets.scope import HANDLED, params

from .rules import CLIMBING

_CLIMBED = ", ".join(f"'{kind}'" for kind in sorted(CLIMBING))

READ = f"({HANDLED} OR (n.kind IN ({_CLIMBED}) AND NOT team.is_confidential))"

# Whoever doesn't handle the ticket reads that a promise of the team broke, under which protocol.
SUBJECT = f"CASE WHEN {HANDLED} THEN t.subject ELSE '' END AS subject, {HANDLED} AS is_handled"

# Which promise a notification is about, or which task, from the fact behind it (`e`); empty for
# all other kinds.
PROMISE = """e.data->>'promise' AS promise, (e.data->>'percent')::int AS percent,
    coalesce((e.data->>'is_late')::boolean, false) AS is_late,
    CASE WHEN e.name = 'TaskTold' THEN (e.data->>'task_id')::bigint END AS task_id"""

__all__ = ["PROMISE", "READ", "SUBJECT", "params"]
