"""Every derived number of tickets, worked out again from the events and compared."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from balcao.core.sql import Row, row, rows, run


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared, and each ticket and count that differs from its events."""

    tickets: int
    differing: list[Row]
    counts: list[Row]

    @property
    def is_equal(self) -> bool:
        """True when everything stored is what the events tell."""
        return not self.differing and not self.counts


_FROM_EVENTS = """
WITH RECURSIVE person AS (
    SELECT id, id AS now FROM people_person WHERE merged_into_id IS NULL
    UNION ALL
    SELECT gone.id, person.now FROM people_person gone JOIN person ON gone.merged_into_id = person.id
), told AS (
    SELECT e.subject_id AS id,
        (array_agg(CASE e.name WHEN 'TicketReopened' THEN 'open' ELSE e.data->>'after' END
            ORDER BY e.id DESC) FILTER (WHERE e.name IN ('StatusChanged', 'TicketReopened')))[1]
            AS status,
        (array_agg(coalesce(e.data->>'after', e.data->>'team_id')::bigint ORDER BY e.id DESC)
            FILTER (WHERE e.name IN ('TicketOpened', 'TicketTransferred')))[1] AS team_id,
        (array_agg((CASE e.name WHEN 'TicketAssigned' THEN e.data->>'after' END)::bigint
            ORDER BY e.id DESC) FILTER (WHERE e.name IN ('TicketAssigned', 'TicketTransferred')))[1]
            AS assignee_id,
        (array_agg(coalesce(e.data->>'after', e.data->>'kind') ORDER BY e.id DESC)
            FILTER (WHERE e.name IN ('TicketOpened', 'KindChanged')))[1] AS kind,
        (array_agg((e.data->>'priority')::int ORDER BY e.id DESC)
            FILTER (WHERE e.name = 'PriorityChanged'))[1] AS priority,
        count(*) FILTER (WHERE e.name = 'TicketReopened') AS reopened,
        count(*) FILTER (WHERE e.name IN ('TicketOpened', 'MessageReceived', 'ReplySent',
            'NoteWritten')) AS messages
    FROM events_event e WHERE e.subject_type = 'ticket' GROUP BY e.subject_id
)
SELECT t.id, t.protocol, array_remove(ARRAY[
    CASE WHEN t.status <> coalesce(told.status, 'new') THEN 'status' END,
    CASE WHEN t.team_id <> told.team_id THEN 'team' END,
    CASE WHEN t.assignee_id IS DISTINCT FROM person.now THEN 'assignee' END,
    CASE WHEN t.kind <> told.kind THEN 'kind' END,
    CASE WHEN t.priority <> coalesce(told.priority, t.priority) THEN 'priority' END,
    CASE WHEN t.reopened_count <> told.reopened THEN 'reopened_count' END,
    CASE WHEN told.messages <> (SELECT count(*) FROM tickets_message m WHERE m.ticket_id = t.id)
        THEN 'messages' END
], NULL) AS fields
FROM tickets_ticket t LEFT JOIN told ON told.id = t.id
LEFT JOIN person ON person.id = told.assignee_id
WHERE told.id IS NULL
    OR t.status <> coalesce(told.status, 'new')
    OR t.team_id <> told.team_id
    OR t.assignee_id IS DISTINCT FROM person.now
    OR t.kind <> told.kind
    OR t.priority <> coalesce(told.priority, t.priority)
    OR t.reopened_count <> told.reopened
    OR told.messages <> (SELECT count(*) FROM tickets_message m WHERE m.ticket_id = t.id)
ORDER BY t.id
"""


def compare() -> Comparison:
    """Tickets and counts as stored beside what their events tell; nothing is changed."""
    total = row("SELECT count(*) AS n FROM tickets_ticket") or {"n": 0}
    return Comparison(total["n"], rows(_FROM_EVENTS), _tally_differs())


@transaction.atomic
def rebuild() -> Comparison:
    """Compare tickets and counts with their events, and count the tally anew."""
    run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    comparison = compare()
    run("DELETE FROM tickets_tally")
    run(
        "INSERT INTO tickets_tally (team_id, status, assignee_id, change)"
        " SELECT team_id, status, coalesce(assignee_id, 0), count(*) FROM tickets_ticket"
        " GROUP BY 1, 2, 3"
    )
    return comparison


def _tally_differs() -> list[Row]:
    """Where the tally disagrees with the tickets themselves: empty when all is well."""
    return rows(
        """
        SELECT * FROM (
            SELECT team_id, status, assignee_id, sum(n)::bigint AS difference FROM (
                SELECT team_id, status, assignee_id, change AS n FROM tickets_tally
                UNION ALL
                SELECT team_id, status, coalesce(assignee_id, 0), -1 FROM tickets_ticket
            ) both_sides GROUP BY 1, 2, 3
        ) compared WHERE difference <> 0
        """
    )
