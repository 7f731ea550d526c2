from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class ThemeCounted(Fact):
    """A theme was counted anew in a survey: in an answer with a name, or past the gate in a wave."""

    subject_type = "survey"
    theme_id: int


@dataclass(frozen=True, slots=True)
class ThemeCorrected(Fact):
    """A person said that an answer speaks of a theme, or does not."""

    subject_type = "answer"
    survey_id: int
    theme_id: int
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class DictionaryChanged(Fact):
    """Words of a theme were added or removed; what was answered before is counted again."""

    subject_type = "theme"
    edition: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class ProposalSettled(Fact):
    """A group of comments without a theme got a name, or was let go."""

    subject_type = "proposal"
    survey_id: int
    state: str
    theme_id: int | None
