from ..facts import teams_for
from .keeping import (
    handle_to_try,
    inboxes_to_offer,
    item_to_write,
    may_offer,
    rules_to_choose,
    shelves,
    teams_to_name,
    versions,
)
from .offered import item, items, open_item, outline, request_of, searched

__all__ = [
    "handle_to_try",
    "inboxes_to_offer",
    "item",
    "item_to_write",
    "items",
    "may_offer",
    "open_item",
    "outline",
    "request_of",
    "rules_to_choose",
    "searched",
    "shelves",
    "teams_for",
    "teams_to_name",
    "versions",
]
