"""What is decided about articles without looking anything up: pure."""

from __future__ import annotations

from .differing import differences, folded
from .freshness import Freshness, freshness
from .names import LANGUAGES, OUTCOMES, PLACES, STATES, Readers, name_in, readers_of, slug_of
from .parts import Piece, pieces
from .pictures import kind_of_picture, without_camera
from .rendering import Rendered, picture_address, rendered, set_apart
from .searching import keys, rarity, searched

TITLE_MOST = 200
SUMMARY_MOST = 300
BODY_MOST = 60_000
FEEDBACK_MOST = 500
RELATED_MOST = 12  # a reader is shown the first four of theirs
SEARCHED_MOST = 80
WORDS_A_MINUTE = 200  # silent reading of Portuguese prose on a screen, the slow half of adults

__all__ = [
    "BODY_MOST",
    "FEEDBACK_MOST",
    "LANGUAGES",
    "OUTCOMES",
    "PLACES",
    "RELATED_MOST",
    "SEARCHED_MOST",
    "STATES",
    "SUMMARY_MOST",
    "TITLE_MOST",
    "WORDS_A_MINUTE",
    "Freshness",
    "Piece",
    "Readers",
    "Rendered",
    "differences",
    "folded",
    "freshness",
    "keys",
    "kind_of_picture",
    "name_in",
    "picture_address",
    "pieces",
    "rarity",
    "readers_of",
    "rendered",
    "searched",
    "set_apart",
    "slug_of",
    "without_camera",
]
