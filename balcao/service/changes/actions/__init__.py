"""Verbs of changes: each locks, requires, changes through a rule, saves and publishes."""

from .deciding import approval_decided, decide, submit
from .happening import begin_change, cancel, finish, review
from .linking import link_ticket, unlink_ticket
from .planning import Plan, plan_change, replan, rewrite

__all__ = [
    "Plan",
    "approval_decided",
    "begin_change",
    "cancel",
    "decide",
    "finish",
    "link_ticket",
    "plan_change",
    "replan",
    "review",
    "rewrite",
    "submit",
    "unlink_ticket",
]
