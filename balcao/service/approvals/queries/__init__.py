"""Reads of approvals: what waits for whom, how one came about, rules and delegations."""

from .reading import about, approval, approvals, asked, count, of_ticket, trail
from .ruling import candidates, delegations, rule, rules, teams_to_keep

__all__ = [
    "about",
    "approval",
    "approvals",
    "asked",
    "candidates",
    "count",
    "delegations",
    "of_ticket",
    "rule",
    "rules",
    "teams_to_keep",
    "trail",
]
