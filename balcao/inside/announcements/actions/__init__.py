"""Verbs of announcements."""

from __future__ import annotations

from .feeding import close_feed, open_feed, read_feed
from .publishing import (
    publish,
    publish_all,
    publish_due,
    remind,
    revise,
    set_expiry,
    withdraw,
)
from .reading import confirm, see
from .writing import Content, change, discard, write

__all__ = [
    "Content",
    "change",
    "close_feed",
    "confirm",
    "discard",
    "open_feed",
    "publish",
    "publish_all",
    "publish_due",
    "read_feed",
    "remind",
    "revise",
    "see",
    "set_expiry",
    "withdraw",
    "write",
]
