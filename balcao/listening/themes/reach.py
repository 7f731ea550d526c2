"""Which single answers somebody may read and correct here: those of surveys they may edit."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.core.sql import rows
from balcao.listening.surveys.editing import owner_in

EDITED = """
    NOT s.is_anonymous AND s.launched_at IS NOT NULL
    AND (%(all)s OR s.team_id = ANY(%(asking)s::bigint[]) OR s.owner_id = %(me)s::bigint)
"""
# Never of an inside ticket that one handled, nor of a confidential team's that is not one's own.
REACHED = f"""
    {EDITED}
    AND (%(system)s OR NOT EXISTS (
        SELECT FROM teams_team c WHERE c.is_confidential AND c.id::text = m.groups->>'team'
            AND c.id::text <> ALL(%(mine)s::text[])))
    AND NOT EXISTS (
        SELECT FROM answers_answer a
        JOIN asking_invited i ON i.id = a.invited_id AND i.subject_type = 'ticket'
        JOIN tickets_ticket t ON t.id = i.subject_id AND t.side = 'internal'
        WHERE a.id = m.answer_id AND (
            t.assignee_id = %(me)s
            OR EXISTS (SELECT FROM tickets_message w WHERE w.ticket_id = t.id
                AND w.author_id = %(me)s AND w.kind IN ('outgoing', 'note'))
            OR EXISTS (SELECT FROM events_event e WHERE e.subject_type = 'ticket'
                AND e.subject_id = t.id AND e.name = 'TicketAssigned'
                AND e.data->>'after' = %(me)s::text))
    )
"""
_AMONG = f"""
SELECT m.answer_id FROM themes_marked m JOIN surveys_survey s ON s.id = m.survey_id
WHERE m.answer_id = ANY(%(answers)s::bigint[]) AND m.edition IS NOT NULL AND {REACHED}
"""


def params(actor: Actor) -> dict[str, Any]:
    """What REACHED asks for."""
    return {
        "all": actor.may(Permission.ASK),
        "asking": actor.teams_where(Permission.ASK),
        "me": owner_in(actor),
        "mine": [str(team) for team in actor.team_ids],
        "system": actor.is_system,
    }


def reached(actor: Actor, answer_ids: list[int]) -> set[int]:
    """Those of these answers, with own words and read already, that the actor may read and correct."""
    found = rows(_AMONG, {**params(actor), "answers": answer_ids})
    return {one["answer_id"] for one in found}
