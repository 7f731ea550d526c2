"""Who may read an approval, once, in SQL: `a` is the approval, `v` its rule's version, `u` the rule.

Who asked, under the hat of the ticket's side; who is or was asked to decide; who handles its ticket;
and who keeps the rule, except what belongs to a confidential team that they are not in.
"""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Hat, Permission
from balcao.service.tickets import scope as tickets

_TICKET = f"EXISTS (SELECT FROM tickets_ticket t WHERE t.id = a.ticket_id AND {tickets.HANDLED})"
ASKED = """EXISTS (SELECT FROM approvals_ask k JOIN approvals_stage s ON s.id = k.stage_id
    WHERE s.approval_id = a.id AND %(inside)s::bigint IN (k.approver_id, k.decider_id))"""
_OWN = """(%(me)s::bigint IN (a.requester_id, a.asked_by_id) AND (CASE WHEN a.ticket_id IS NULL
    THEN %(inside)s::bigint <> 0
    ELSE (SELECT t.side FROM tickets_ticket t WHERE t.id = a.ticket_id) = ANY(%(sides)s) END))"""
KEPT = "(u.team_id = ANY(%(offers)s::bigint[]) OR %(offers_all)s)"
_OPEN_TO_KEEPERS = """NOT EXISTS (SELECT FROM teams_team h WHERE h.is_confidential
    AND NOT h.id = ANY(%(teams)s)
    AND h.id IN (u.team_id, (SELECT t.team_id FROM tickets_ticket t WHERE t.id = a.ticket_id)))"""
# What was filled in is for who asked, who is asked and who handles the ticket; not for rules' keepers.
DETAILS = f"CASE WHEN %(system)s OR {_OWN} OR {ASKED} OR {_TICKET} THEN a.details ELSE '' END"
# Of a ticket's last approval that was not given, for its requester and who may change the ticket.
MAY_ASK_AGAIN = """(t.id IS NOT NULL AND a.state IN ('refused', 'expired', 'withdrawn') AND u.is_active
    AND (t.requester_id = %(me)s AND t.side = ANY(%(sides)s) OR t.team_id = ANY(%(changers)s::bigint[])
        OR t.id IN (SELECT ticket_id FROM tickets_place WHERE team_id = ANY(%(changers)s::bigint[])))
    AND NOT EXISTS (SELECT FROM approvals_approval n WHERE n.subject_type = a.subject_type
        AND n.subject_id = a.subject_id AND n.id > a.id))"""
READ = f"(%(system)s OR {_OWN} OR {ASKED} OR {_TICKET} OR ({KEPT} AND {_OPEN_TO_KEEPERS}))"
MAY_KEEP = f"(%(system)s OR ({KEPT} AND {_OPEN_TO_KEEPERS}))"
RULE_KEPT = f"""(%(system)s OR ({KEPT} AND NOT EXISTS (SELECT FROM teams_team h
    WHERE h.id = u.team_id AND h.is_confidential AND NOT h.id = ANY(%(teams)s))))"""


def inside(actor: Actor) -> int:
    """The person who acts, under a hat of this side of the counter; 0 for anybody else."""
    return (actor.person_id or 0) if actor.hats & {Hat.AGENT, Hat.INTERNAL} else 0


def params(actor: Actor) -> dict[str, Any]:
    """Parameters of the scopes above."""
    return {
        **tickets.params(actor),
        "inside": inside(actor),
        "offers": actor.teams_where(Permission.OFFER),
        "offers_all": actor.may(Permission.OFFER),
        "changers": actor.teams_where(Permission.CHANGE_TICKET),
    }
