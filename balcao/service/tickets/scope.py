"""The audience of a ticket, once, in SQL: everything that reads tickets starts here."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor

HANDLED = """(
    t.team_id = ANY(%(teams)s)
    OR t.id IN (SELECT ticket_id FROM tickets_place WHERE team_id = ANY(%(teams)s))
    OR %(system)s
)"""

ASKED = "(t.requester_id = %(me)s AND t.side = ANY(%(sides)s))"

SHARED = "(t.organization_id = ANY(%(organizations)s) AND t.side = ANY(%(sides)s))"

FOLLOWED = "(t.id = ANY(%(followed)s) AND t.side = 'external')"

VISIBLE = f"({HANDLED} OR {ASKED} OR {SHARED} OR {FOLLOWED})"


def params(actor: Actor) -> dict[str, Any]:
    """Parameters of every scope above; `t` is the ticket in the statement."""
    return {
        "teams": actor.team_ids,
        "me": actor.person_id or 0,
        "sides": actor.sides,
        "organizations": sorted(actor.organizations),
        "followed": sorted(actor.followed),
        "system": actor.is_system,
    }
