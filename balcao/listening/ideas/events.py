from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class BoardFact(Fact):
    subject_type = "board"


@dataclass(frozen=True, slots=True)
class BoardAdded(BoardFact):
    audience: list[str]
    is_anonymous: bool


@dataclass(frozen=True, slots=True)
class BoardChanged(BoardFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class BoardClosed(BoardFact):
    pass


@dataclass(frozen=True, slots=True)
class BoardReopened(BoardFact):
    pass


@dataclass(frozen=True, slots=True)
class RoundOpened(BoardFact):
    number: int


@dataclass(frozen=True, slots=True)
class RoundClosed(BoardFact):
    number: int


@dataclass(frozen=True, slots=True)
class VoteInRound(BoardFact):
    """Somebody voted or took a vote back while nobody may know for what; never of anonymous boards."""


@dataclass(frozen=True, slots=True)
class IdeasPublished(BoardFact):
    """What was handed in anonymously was opened, all at once."""

    outcome: str
    ideas: int
    comments: int


@dataclass(frozen=True, slots=True)
class IdeaFact(Fact):
    subject_type = "idea"


@dataclass(frozen=True, slots=True)
class IdeaSuggested(IdeaFact):
    board_id: int


@dataclass(frozen=True, slots=True)
class IdeaVoted(IdeaFact):
    pass


@dataclass(frozen=True, slots=True)
class IdeaVoteTaken(IdeaFact):
    """Somebody took their vote back."""


@dataclass(frozen=True, slots=True)
class IdeaCommented(IdeaFact):
    comment_id: int


@dataclass(frozen=True, slots=True)
class IdeaMoved(IdeaFact):
    """An idea went on from one state to another."""

    before: str
    after: str
    change_id: int


@dataclass(frozen=True, slots=True)
class IdeasMerged(IdeaFact):
    into_id: int


@dataclass(frozen=True, slots=True)
class IdeasParted(IdeaFact):
    """A merge was undone."""

    from_id: int


@dataclass(frozen=True, slots=True)
class IdeaHidden(IdeaFact):
    comment_id: int | None = None


@dataclass(frozen=True, slots=True)
class IdeaShown(IdeaFact):
    """What was hidden is seen again."""

    comment_id: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerDue(IdeaFact):
    """The promise to answer ends soon."""


@dataclass(frozen=True, slots=True)
class AnswerLate(IdeaFact):
    """The promise to answer was broken."""


@dataclass(frozen=True, slots=True)
class ExperimentBegun(IdeaFact):
    experiment_id: int


@dataclass(frozen=True, slots=True)
class ExperimentDecided(IdeaFact):
    experiment_id: int
    decision: str
