"""Reads of approvals: what waits for whom, how one came about, rules and delegations."""

from .ahead import ahead
from .reading import HAS_ANY, about, approval, approvals, asked, count, of_ticket, summaries, trail
from .ruling import (
    addressed,
    colleagues,
    delegations,
    departments,
    named,
    rule,
    rules,
    teams,
    teams_to_keep,
)

__all__ = [
    "HAS_ANY",
    "about",
    "addressed",
    "ahead",
    "approval",
    "approvals",
    "asked",
    "colleagues",
    "count",
    "delegations",
    "departments",
    "named",
    "of_ticket",
    "rule",
    "rules",
    "summaries",
    "teams",
    "teams_to_keep",
    "trail",
]
