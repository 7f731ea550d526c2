from __future__ import annotations

from datetime import datetime
from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.core.sql import Row, row, rows

_ON_TICKET = """
SELECT
    (SELECT coalesce(sum(e.counted_seconds + e.adjusted_seconds), 0)::bigint
     FROM agenda_timeentry e WHERE e.ticket_id = %(ticket)s) AS seconds,
    (SELECT coalesce(sum(e.counted_seconds + e.adjusted_seconds), 0)::bigint
     FROM agenda_timeentry e
     WHERE e.ticket_id = %(ticket)s AND e.person_id = %(me)s) AS own_seconds,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', f.id, 'at', f.at, 'words', f.words)
                               ORDER BY f.at, f.id)
     FROM agenda_followup f WHERE f.ticket_id = %(ticket)s AND f.person_id = %(me)s
       AND f.done_at IS NULL), '[]') AS follow_ups,
    (SELECT jsonb_build_object('until_at', s.until_at, 'reason', s.reason,
            'called', coalesce(nullif(p.preferred_name, ''), p.name))
     FROM agenda_snooze s JOIN people_person p ON p.id = s.person_id
     WHERE s.ticket_id = %(ticket)s AND s.ended_at IS NULL) AS snooze
"""

_ENTRIES = """
SELECT e.id, e."on", e.person_id, coalesce(nullif(p.preferred_name, ''), p.name) AS called,
       e.counted_seconds, e.counted_seconds + e.adjusted_seconds AS seconds,
       coalesce((SELECT jsonb_agg(jsonb_build_object('at', c.at, 'before', c.before_seconds,
            'after', c.after_seconds, 'reason', c.reason,
            'called', coalesce(nullif(q.preferred_name, ''), q.name)) ORDER BY c.id)
        FROM agenda_correction c JOIN people_person q ON q.id = c.person_id
        WHERE c.entry_id = e.id), '[]') AS corrections
FROM agenda_timeentry e JOIN people_person p ON p.id = e.person_id
WHERE e.ticket_id = %(ticket)s ORDER BY e."on" DESC, p.folded_name, e.id LIMIT 200
"""


def on_ticket(actor: Actor, ticket: Row) -> dict[str, Any]:
    """Of a ticket one handles: time spent, one's own follow-ups, until when it is snoozed.

    `seconds` of everybody, `own_seconds` of the actor.
    """
    if not _handles(actor, ticket):
        return {"seconds": 0, "own_seconds": 0, "follow_ups": [], "snooze": None}
    found = row(_ON_TICKET, {"ticket": ticket["id"], "me": actor.person_id or 0})
    assert found is not None
    for line in found["follow_ups"]:
        line["at"] = datetime.fromisoformat(line["at"])
    if found["snooze"] is not None:
        found["snooze"]["until_at"] = datetime.fromisoformat(found["snooze"]["until_at"])
    return found


def time_on(actor: Actor, ticket: Row) -> list[Row]:
    """Time spent on a ticket one handles, by day and person, the latest first.

    `counted_seconds` is the automatic figure, `seconds` what counts after corrections;
    `may_correct` says whether the actor may put it right.
    """
    if not _handles(actor, ticket):
        return []
    supervises = actor.may(Permission.SUPERVISE, ticket["team_id"])
    found = rows(_ENTRIES, {"ticket": ticket["id"]})
    for line in found:
        line["may_correct"] = supervises or line["person_id"] == actor.person_id
        for told in line["corrections"]:
            told["at"] = datetime.fromisoformat(told["at"])
    return found


def _handles(actor: Actor, ticket: Row) -> bool:
    """Asked of the database by `tickets.queries.get`; never taken from anywhere else."""
    return bool(ticket["is_handled"]) or actor.is_system
