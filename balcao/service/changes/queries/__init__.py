"""Reads of changes, actor first."""

from .calendar import Meeting, between, conflicts
from .listing import (
    changes,
    counts,
    known_teams,
    may_see,
    offered_approvals,
    services,
    teams,
)
from .reading import announced, change, history, of_ticket, tickets, touched

__all__ = [
    "Meeting",
    "announced",
    "between",
    "change",
    "changes",
    "conflicts",
    "counts",
    "history",
    "known_teams",
    "may_see",
    "of_ticket",
    "offered_approvals",
    "services",
    "teams",
    "tickets",
    "touched",
]
