"""Verbs of approvals: begin, ask again, decide, take back, name, delegate, let clocks go on, and keep rules."""

from .again import ask_again
from .beginning import begin
from .deciding import decide, name_approver, withdraw
from .delegating import delegate, end_delegation
from .firing import fire_all, fire_due
from .linking import LOCKED, ask_code, decide_by_token
from .resuming import resume
from .ruling import keep_rule, set_active

__all__ = [
    "LOCKED",
    "ask_again",
    "ask_code",
    "begin",
    "decide",
    "decide_by_token",
    "delegate",
    "end_delegation",
    "fire_all",
    "fire_due",
    "keep_rule",
    "name_approver",
    "resume",
    "set_active",
    "withdraw",
]
