from __future__ import annotations

from datetime import datetime

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.service.tickets import scope

MOST = 300

_ASKER = "coalesce(nullif(r.preferred_name, ''), r.name) AS requester"

_COMING = f"""
SELECT 'follow_up' AS kind, f.id, f.at, NULL::timestamptz AS to_at, f.words, f.is_late,
       t.id AS ticket_id, t.protocol, t.subject, t.status, {_ASKER}
FROM agenda_followup f JOIN tickets_ticket t ON t.id = f.ticket_id
JOIN people_person r ON r.id = t.requester_id
WHERE f.person_id = %(me)s AND f.done_at IS NULL AND f.at >= %(since)s AND f.at < %(until)s
  AND {scope.HANDLED}
UNION ALL
SELECT 'snooze', s.id, s.until_at, NULL, s.reason, false,
       t.id, t.protocol, t.subject, t.status, {_ASKER}
FROM agenda_snooze s JOIN tickets_ticket t ON t.id = s.ticket_id
JOIN people_person r ON r.id = t.requester_id
WHERE s.ended_at IS NULL AND s.until_at >= %(since)s AND s.until_at < %(until)s
  AND %(me)s IN (s.person_id, t.assignee_id) AND {scope.HANDLED}
UNION ALL
SELECT 'promise', c.id, c.due_at, NULL, c.promise, c.breached_at IS NOT NULL,
       t.id, t.protocol, t.subject, t.status, {_ASKER}
FROM tickets_ticket t JOIN sla_clock c ON c.ticket_id = t.id AND c.ended_at IS NULL
JOIN people_person r ON r.id = t.requester_id
WHERE t.assignee_id = %(me)s AND t.status <> 'closed'
  AND c.due_at >= %(since)s AND c.due_at < %(until)s AND {scope.HANDLED}
UNION ALL
SELECT 'callback', b.id, b.from_at, b.to_at, '', b.to_at <= %(now)s,
       t.id, t.protocol, t.subject, t.status, {_ASKER}
FROM waiting_callback b JOIN tickets_ticket t ON t.id = b.ticket_id
JOIN people_person r ON r.id = t.requester_id
WHERE b.ended_at IS NULL AND t.assignee_id = %(me)s
  AND b.from_at < %(until)s AND b.to_at > %(since)s AND {scope.HANDLED}
UNION ALL
SELECT 'appointment', a.id, a.from_at, a.to_at, a.words, false, NULL, NULL, NULL, NULL, NULL
FROM agenda_appointment a
WHERE a.person_id = %(me)s AND a.from_at < %(until)s AND a.to_at > %(since)s
ORDER BY at, kind, id LIMIT %(most)s
"""


def agenda(actor: Actor, since: datetime, until: datetime) -> list[Row]:
    """What the actor has before them in this span, in order of time.

    Follow-ups and appointments of their own, tickets that come back to them, promises and calls
    on tickets they have; `kind` says which, `is_late` what was noticed late or is broken.
    """
    return rows(
        _COMING,
        {
            **scope.params(actor),
            "since": since,
            "until": until,
            "now": clock.now(),
            "most": MOST,
        },
    )


def reminders(actor: Actor, *, limit: int = 50) -> dict[int, str]:
    """Follow-ups of the actor that are due and not done: by ticket, the words of the first."""
    found = rows(
        f"""
        SELECT DISTINCT ON (f.ticket_id) f.ticket_id, f.words
        FROM agenda_followup f JOIN tickets_ticket t ON t.id = f.ticket_id
        WHERE f.person_id = %(me)s AND f.done_at IS NULL AND f.at <= %(now)s AND {scope.HANDLED}
        ORDER BY f.ticket_id, f.at LIMIT %(limit)s
        """,
        {**scope.params(actor), "now": clock.now(), "limit": limit},
    )
    return {line["ticket_id"]: line["words"] for line in found}
