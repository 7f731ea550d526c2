"""What a problem may be and become, what tickets have in common, and what is told in all of them: pure."""

from balcao.service.tickets.filling import filled

from .rising import FEWEST, MOST_BY_CHANCE, Asked, Rising, rising
from .states import (
    ENDED,
    STATE_LABELS,
    TEXT_MOST,
    TITLE_MOST,
    State,
    lacking,
    may_become,
)
from .telling import (
    BROADCAST_LABELS,
    CONSENT_LABELS,
    CONSENT_LASTS,
    GRACE,
    THEN_LABELS,
    BroadcastState,
    ConsentState,
    LetterState,
    Then,
    status_then,
)
from .wording import likeness, words

__all__ = [
    "BROADCAST_LABELS",
    "CONSENT_LABELS",
    "CONSENT_LASTS",
    "ENDED",
    "FEWEST",
    "GRACE",
    "MOST_BY_CHANCE",
    "STATE_LABELS",
    "TEXT_MOST",
    "THEN_LABELS",
    "TITLE_MOST",
    "Asked",
    "BroadcastState",
    "ConsentState",
    "LetterState",
    "Rising",
    "State",
    "Then",
    "filled",
    "lacking",
    "likeness",
    "may_become",
    "rising",
    "status_then",
    "words",
]
