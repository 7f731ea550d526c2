"""Rules of ideas: where they stand, by when they are answered, which are alike, how they are sealed. Pure."""

from .matching import SHOWN, stems
from .naming import shown_name
from .sealing import (
    TITLE_MOST,
    VOTES_MOST,
    WORDS_MOST,
    Contribution,
    packed,
    packed_votes,
    pseudonym,
    unpacked,
    unpacked_votes,
)
from .states import (
    DECISIONS,
    ENDED,
    STATES,
    Decision,
    State,
    Told,
    is_answer,
)
from .timing import Deadline, days_taken, deadline

K_LEAST = 5
# Own words give more away than a number does: so many people at least stand behind them.
WORDS_LEAST = 8
# Under so many people an anonymous board would protect nobody.
LEAST_PEOPLE = 10


def writers_needed(k: int) -> int:
    """How many people must have written before anonymous words are opened: the minimum group besides
    whoever reads them, and never fewer than comments need."""
    return max(k + 1, WORDS_LEAST)


__all__ = [
    "DECISIONS",
    "ENDED",
    "K_LEAST",
    "LEAST_PEOPLE",
    "SHOWN",
    "STATES",
    "TITLE_MOST",
    "VOTES_MOST",
    "WORDS_LEAST",
    "WORDS_MOST",
    "Contribution",
    "Deadline",
    "Decision",
    "State",
    "Told",
    "days_taken",
    "deadline",
    "is_answer",
    "packed",
    "packed_votes",
    "pseudonym",
    "shown_name",
    "stems",
    "unpacked",
    "unpacked_votes",
    "writers_needed",
]
