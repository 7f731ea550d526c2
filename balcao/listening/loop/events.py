from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact
from balcao.service.tickets.events import TicketFact


@dataclass(frozen=True, slots=True)
class TaskFact(Fact):
    subject_type = "task"


@dataclass(frozen=True, slots=True)
class TaskOpened(TaskFact):
    survey_id: int
    when: str
    kind: str
    team_id: int | None
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class TaskGiven(TaskFact):
    """Somebody else does it now; None is nobody yet."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class StepTicked(TaskFact):
    step: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class TaskNoted(TaskFact):
    """What was done so far was written down."""


@dataclass(frozen=True, slots=True)
class TaskEnded(TaskFact):
    """Done or dropped; `is_late` when its time was over by then."""

    state: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class TaskTimed(TaskFact):
    """Its time is nearly over (`warned`) or over (`late`)."""

    step: str


@dataclass(frozen=True, slots=True)
class FollowUpAsked(TaskFact):
    """Who answered is asked whether it is solved."""


@dataclass(frozen=True, slots=True)
class FollowUpAnswered(TaskFact):
    score: int | None


@dataclass(frozen=True, slots=True)
class TaskTold(TicketFact):
    """In a ticket that an answer was about: these are told of the task that came of it, and why.

    `why` is given, warned, late or answered.
    """

    task_id: int
    why: str
    people: list[int]


@dataclass(frozen=True, slots=True)
class RuleSet(Fact):
    subject_type = "loop_rule"
    survey_id: int | None
    when: str
    kind: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class PlaybookKept(Fact):
    subject_type = "playbook"
    version: int


@dataclass(frozen=True, slots=True)
class ToldFact(Fact):
    subject_type = "told"
    survey_id: int


@dataclass(frozen=True, slots=True)
class ToldKept(ToldFact):
    """What was said and done was written down, to nobody yet."""

    is_new: bool


@dataclass(frozen=True, slots=True)
class ToldPublished(ToldFact):
    readers: int


@dataclass(frozen=True, slots=True)
class ToldDiscarded(ToldFact):
    pass
