"""Verbs of the loop: look at answers, work on a task, give it to somebody, say what becomes one."""

from __future__ import annotations

from ..hearing import act_all
from .arranging import keep_playbook, set_rule
from .firing import fire_all, fire_due
from .publishing import Draft, discard_told, keep_told, publish_told
from .working import drop, finish, give, note, take, tick

__all__ = [
    "Draft",
    "act_all",
    "discard_told",
    "drop",
    "finish",
    "fire_all",
    "fire_due",
    "give",
    "keep_playbook",
    "keep_told",
    "note",
    "publish_told",
    "set_rule",
    "take",
    "tick",
]
