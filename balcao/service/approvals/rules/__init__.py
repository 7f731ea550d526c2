"""What can be said of approvals without asking the database."""

from .outcomes import DECISIONS, Decision, Outcome, needs_code, outcome
from .stages import (
    DAYS_MOST,
    WHO_LABELS,
    StageRule,
    Who,
    applies,
    people_of,
    read_stages,
    written,
)
from .states import (
    ENDED,
    NOT_GIVEN,
    STATE_LABELS,
    STEP_LABELS,
    WAY_LABELS,
    StageState,
    State,
    Way,
    What,
)
from .timing import next_reminder, stage_due

__all__ = [
    "DAYS_MOST",
    "DECISIONS",
    "ENDED",
    "NOT_GIVEN",
    "STATE_LABELS",
    "STEP_LABELS",
    "WAY_LABELS",
    "WHO_LABELS",
    "Decision",
    "Outcome",
    "StageRule",
    "StageState",
    "State",
    "Way",
    "What",
    "Who",
    "applies",
    "needs_code",
    "next_reminder",
    "outcome",
    "people_of",
    "read_stages",
    "stage_due",
    "written",
]
