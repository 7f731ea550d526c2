"""What the variables of replies kept ready stand for."""

from __future__ import annotations

from balcao.core.sql import Row
from balcao.service.tickets import rules


def values(ticket: Row, agent: str) -> dict[str, str]:
    """What each variable stands for in this ticket."""
    return {
        "client": ticket["requester"].split()[0] if ticket["requester"] else "",
        "protocol": rules.group_protocol(ticket["protocol"]),
        "subject": ticket["subject"],
        "agent": agent,
        "team": ticket["public_team"],
    }
