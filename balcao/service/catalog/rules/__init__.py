"""Rules of what an item says and of its form while it is written: pure."""

from .building import key_for, moved, placed, put, taken_out, waiting_for
from .content import (
    MOST_STEPS,
    Content,
    amount,
    blank,
    changed,
    content_of,
    folded,
    in_the_way,
    price_of,
)

__all__ = [
    "MOST_STEPS",
    "Content",
    "amount",
    "blank",
    "changed",
    "content_of",
    "folded",
    "in_the_way",
    "key_for",
    "moved",
    "placed",
    "price_of",
    "put",
    "taken_out",
    "waiting_for",
]
