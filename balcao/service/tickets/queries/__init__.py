"""Reads of tickets: the actor comes first, and the audience is the scope's."""

from .following import participation
from .listing import LISTED, View, counts, earlier, for_me, page, visible
from .reading import (
    attachment,
    canned_replies,
    get,
    mentionable,
    message,
    side_panel,
    thread,
    timeline,
    writing,
)

__all__ = [
    "LISTED",
    "View",
    "attachment",
    "canned_replies",
    "counts",
    "earlier",
    "for_me",
    "get",
    "mentionable",
    "message",
    "page",
    "participation",
    "side_panel",
    "thread",
    "timeline",
    "visible",
    "writing",
]
