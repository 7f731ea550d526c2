"""Verbs of announcements."""

from __future__ import annotations

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
    "confirm",
    "discard",
    "publish",
    "publish_all",
    "publish_due",
    "remind",
    "revise",
    "see",
    "set_expiry",
    "withdraw",
    "write",
]
