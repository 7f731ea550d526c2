"""What is asked of other areas because of a ticket, wherever it is shown."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.core.sql import Row
from balcao.service.between import queries
from balcao.service.tickets import rules


def of_ticket(actor: Actor, ticket: Row) -> dict[str, Any]:
    """What was asked because of a customer's ticket, who waits for a colleague's, and whether to offer
    asking: the actor wears the hat of a colleague beside the agent's, since they ask as one."""
    is_customers = ticket["side"] == "external"
    return {
        "ticket": ticket,
        "asked": queries.asked(actor, ticket) if is_customers else [],
        "waited_for": None if is_customers else queries.behind_this(actor, ticket),
        "may_ask": is_customers and _may_ask(actor, ticket),
    }


def _may_ask(actor: Actor, ticket: Row) -> bool:
    """What to offer; whether it may be done is the action's to say."""
    return (
        rules.Status(ticket["status"]) not in rules.ENDED
        and "internal" in actor.sides
        and actor.may_anywhere(Permission.CHANGE_TICKET)
    )
