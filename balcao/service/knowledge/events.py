from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class ArticleFact(Fact):
    subject_type = "article"


@dataclass(frozen=True, slots=True)
class ArticleBegun(ArticleFact):
    team_id: int


@dataclass(frozen=True, slots=True)
class ArticleWritten(ArticleFact):
    """A new version was kept; nobody reads it yet."""

    language: str
    number: int


@dataclass(frozen=True, slots=True)
class ArticleSettled(ArticleFact):
    """Its owner, place, audience or days changed."""

    fields: list[str]


@dataclass(frozen=True, slots=True)
class ArticleSubmitted(ArticleFact):
    """Its newest version waits for a supervisor's eyes."""


@dataclass(frozen=True, slots=True)
class ArticlePublished(ArticleFact):
    languages: list[str]


@dataclass(frozen=True, slots=True)
class ArticleScheduled(ArticleFact):
    languages: list[str]


@dataclass(frozen=True, slots=True)
class ArticleUnscheduled(ArticleFact):
    pass


@dataclass(frozen=True, slots=True)
class ArticleReviewed(ArticleFact):
    """Somebody looked at it again and found it right."""


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn(ArticleFact):
    pass


@dataclass(frozen=True, slots=True)
class ReviewDue(ArticleFact):
    """It is to be looked at again, or ends soon, or has nobody who looks after it."""

    why: str


@dataclass(frozen=True, slots=True)
class FeedbackGiven(ArticleFact):
    helped: bool


@dataclass(frozen=True, slots=True)
class PictureAdded(ArticleFact):
    pass


@dataclass(frozen=True, slots=True)
class CategoryFact(Fact):
    subject_type = "category"


@dataclass(frozen=True, slots=True)
class CategoryAdded(CategoryFact):
    pass


@dataclass(frozen=True, slots=True)
class CategoryChanged(CategoryFact):
    fields: list[str]


@dataclass(frozen=True, slots=True)
class CategoryRemoved(CategoryFact):
    pass
