"""What becomes of an idea: closed lists, and what follows from them."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where an idea stands."""

    NEW = "new"
    REVIEW = "review"
    PLANNED = "planned"
    EXPERIMENT = "experiment"
    DONE = "done"
    DECLINED = "declined"


class Decision(StrEnum):
    """What follows from an experiment."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    DROP = "drop"


class Told(StrEnum):
    """Why somebody is told of an idea."""

    CHANGED = "changed"
    HIDDEN = "hidden"
    SHOWN = "shown"
    MERGED = "merged"
    COMMENTED = "commented"
    ARRIVED = "arrived"
    DUE = "due"
    LATE = "late"


STATES: list[tuple[str, str | Promise]] = [
    (State.NEW.value, _("Just suggested")),
    (State.REVIEW.value, _("Under review")),
    (State.PLANNED.value, _("Planned")),
    (State.EXPERIMENT.value, _("In experiment")),
    (State.DONE.value, _("Carried out")),
    (State.DECLINED.value, _("Declined")),
]
DECISIONS: list[tuple[str, str | Promise]] = [
    (Decision.ADOPT.value, _("Adopt it")),
    (Decision.ADAPT.value, _("Adapt it and look again")),
    (Decision.DROP.value, _("Drop it")),
]
_NO_ANSWER = frozenset({State.NEW, State.REVIEW})
ENDED = frozenset({State.DONE, State.DECLINED})


def is_answer(state: str) -> bool:
    """True for what answers an idea: a decision. That somebody looks at it is none yet."""
    return state not in _NO_ANSWER
