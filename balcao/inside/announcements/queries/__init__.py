"""Reads of announcements, actor first. Outside one's scope there is nothing: NotFound, or an empty list."""

from __future__ import annotations

from .keeping import draft, editions, kept, may_write, writable_teams
from .reaching import Group, Reach, named, reach, waves
from .reading import LISTED, announcement, announcements, pending, tag, unseen

__all__ = [
    "LISTED",
    "Group",
    "Reach",
    "announcement",
    "announcements",
    "draft",
    "editions",
    "kept",
    "may_write",
    "named",
    "pending",
    "reach",
    "tag",
    "unseen",
    "waves",
    "writable_teams",
]
