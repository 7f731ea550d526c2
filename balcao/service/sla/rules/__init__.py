"""What promises are and what becomes of them: pure, without database, clock or settings."""

from .choosing import Candidate, Chosen, TicketFacts, applies
from .folding import Days, Fold, Line, Stretch, folded
from .ladder import PERCENTS, is_late, receivers
from .ledger import Cause, Hold, Timing, holds_of, pauses_of, reached_at, timing
from .promises import (
    AGREEMENT_LABELS,
    BY_POLICY,
    OPEN,
    PAUSABLE,
    PROMISE_LABELS,
    REPLIES,
    STATE_LABELS,
    Agreement,
    Promised,
    State,
    Target,
    target_of,
)

__all__ = [
    "AGREEMENT_LABELS",
    "BY_POLICY",
    "OPEN",
    "PAUSABLE",
    "PERCENTS",
    "PROMISE_LABELS",
    "REPLIES",
    "STATE_LABELS",
    "Agreement",
    "Candidate",
    "Cause",
    "Chosen",
    "Days",
    "Fold",
    "Hold",
    "Line",
    "Promised",
    "State",
    "Stretch",
    "Target",
    "TicketFacts",
    "Timing",
    "applies",
    "folded",
    "holds_of",
    "is_late",
    "pauses_of",
    "reached_at",
    "receivers",
    "target_of",
    "timing",
]
