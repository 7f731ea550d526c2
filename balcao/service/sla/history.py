"""What the statuses of tickets were and since when, read from their events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from balcao.core.sql import rows
from balcao.service.tickets.rules import Status


def statuses(ticket_ids: Sequence[int]) -> dict[int, list[tuple[datetime, str]]]:
    """By ticket, each status it came to after the first, and when; in order."""
    found = rows(
        """
        SELECT e.subject_id AS id, e.at, coalesce(e.data->>'after', %(reopened)s) AS status
        FROM events_event e
        WHERE e.subject_type = 'ticket' AND e.subject_id = ANY(%(ids)s)
          AND e.name IN ('StatusChanged', 'TicketReopened')
        ORDER BY e.subject_id, e.id
        """,
        {"ids": list(ticket_ids), "reopened": str(Status.OPEN)},
    )
    told: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for line in found:
        told[line["id"]].append((line["at"], line["status"]))
    return told
