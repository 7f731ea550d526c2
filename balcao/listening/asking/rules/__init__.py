"""Rules of asking: who meets an occasion, who is drawn, when it is sent. Pure."""

from .choosing import CONDITIONS, Facts, is_drawn, meets, read_conditions, subject_of, threshold
from .freezing import TENURE_BANDS, tenure_band
from .telling import LEAST_ASKED, Reach, Response, reach, response, score_question
from .timing import (
    EVERY,
    Stretch,
    in_quarantine,
    is_too_late,
    next_opening,
    read_rhythm,
    send_at,
    stretch,
)

__all__ = [
    "CONDITIONS",
    "EVERY",
    "LEAST_ASKED",
    "TENURE_BANDS",
    "Facts",
    "Reach",
    "Response",
    "Stretch",
    "in_quarantine",
    "is_drawn",
    "is_too_late",
    "meets",
    "next_opening",
    "reach",
    "read_conditions",
    "read_rhythm",
    "response",
    "score_question",
    "send_at",
    "stretch",
    "subject_of",
    "tenure_band",
    "threshold",
]
