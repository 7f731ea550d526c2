"""Verbs that write tickets: each locks, requires, changes through a rule, saves and publishes."""

from .changing import (
    assign,
    follow,
    link,
    set_kind,
    set_priority,
    set_tags,
    transfer,
)
from .dating import dues_together, set_due
from .deciding import change_status, reopen, resolve
from .opening import add_place, open_ticket
from .speaking import ask_for_human, attach_automatic, mark_delivery, note, receive, reply
from .writing import discard_draft, keep_draft, see_mentions, set_canned_reply

__all__ = [
    "add_place",
    "ask_for_human",
    "assign",
    "attach_automatic",
    "change_status",
    "discard_draft",
    "dues_together",
    "follow",
    "keep_draft",
    "link",
    "mark_delivery",
    "note",
    "open_ticket",
    "receive",
    "reopen",
    "reply",
    "resolve",
    "see_mentions",
    "set_canned_reply",
    "set_due",
    "set_kind",
    "set_priority",
    "set_tags",
    "transfer",
]
