"""Risk as a matrix of likelihood and impact, each from four questions with closed answers.

The matrix is the usual one of three by three (ISO 31010, B.10.3): the product of both levels, read as
low up to 2, moderate up to 4, high at 6 and very high at 9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(IntEnum):
    """How likely it goes wrong, or how much that would hurt."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Risk(IntEnum):
    """Both together."""

    LOW = 1
    MODERATE = 2
    HIGH = 3
    VERY_HIGH = 4


LEVEL_LABELS: dict[int, str | Promise] = {
    Level.LOW: pgettext_lazy("likelihood or impact", "low"),
    Level.MEDIUM: pgettext_lazy("likelihood or impact", "medium"),
    Level.HIGH: pgettext_lazy("likelihood or impact", "high"),
}
RISK_LABELS: list[tuple[int, str | Promise]] = [
    (Risk.LOW, pgettext_lazy("risk", "low")),
    (Risk.MODERATE, pgettext_lazy("risk", "moderate")),
    (Risk.HIGH, pgettext_lazy("risk", "high")),
    (Risk.VERY_HIGH, pgettext_lazy("risk", "very high")),
]
LIKELIHOOD, IMPACT = "likelihood", "impact"
_MEDIUM_FROM, _HIGH_FROM = 3, 5  # of eight points; one answer of two points is medium at least


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; the answers in order of their points, 0, 1 and 2."""

    key: str
    about: str
    words: str | Promise
    answers: tuple[tuple[str, str | Promise], ...]

    def points(self, answer: str) -> int:
        """0 to 2 points of an answer; KeyError for one that isn't offered."""
        return {key: points for points, (key, _words) in enumerate(self.answers)}[answer]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Both levels and the risk, with the keys of the questions that weighed two points."""

    likelihood: Level
    impact: Level
    risk: Risk
    heavy: tuple[str, ...]


QUESTIONS: tuple[Question, ...] = (
    Question(
        "done_before",
        LIKELIHOOD,
        _("Has it been done before?"),
        (("often", _("Often")), ("once", _("Once or twice")), ("never", _("Never"))),
    ),
    Question(
        "tested",
        LIKELIHOOD,
        _("Was it tried out elsewhere?"),
        (("whole", _("All of it")), ("partly", _("A part")), ("no", _("No"))),
    ),
    Question(
        "parts",
        LIKELIHOOD,
        _("How many things does it touch?"),
        (
            ("one", _("One")),
            ("some", _("A few of ours")),
            ("others", _("Other teams' or suppliers'")),
        ),
    ),
    Question(
        "back_out",
        LIKELIHOOD,
        _("Can it be taken back?"),
        (("fast", _("In minutes")), ("slow", _("With work")), ("no", _("No"))),
    ),
    Question(
        "reach",
        IMPACT,
        _("Who notices if it goes wrong?"),
        (
            ("few", _("A few people")),
            ("team", _("A department")),
            ("all", _("Customers, or everybody")),
        ),
    ),
    Question(
        "outage",
        IMPACT,
        _("Does anything stop meanwhile?"),
        (("none", _("Nothing")), ("minutes", _("For minutes")), ("hours", _("For hours"))),
    ),
    Question(
        "hours",
        IMPACT,
        _("When does it happen?"),
        (
            ("closed", _("While closed")),
            ("quiet", _("In quiet hours")),
            ("busy", _("In busy hours")),
        ),
    ),
    Question(
        "data",
        IMPACT,
        _("May data be lost?"),
        (("no", _("No")), ("restorable", _("They can be restored")), ("lost", _("Yes"))),
    ),
)


def risk(likelihood: Level, impact: Level) -> Risk:
    """The matrix: the product of both levels."""
    product = likelihood * impact
    if product >= 9:
        return Risk.VERY_HIGH
    if product >= 6:
        return Risk.HIGH
    return Risk.MODERATE if product >= 3 else Risk.LOW


def weighed(answers: Mapping[str, str]) -> Weighed:
    """The risk of a change whose questions are all answered; KeyError where one is not."""
    points = {question: question.points(answers[question.key]) for question in QUESTIONS}
    likelihood, impact = (
        _level([value for question, value in points.items() if question.about == about])
        for about in (LIKELIHOOD, IMPACT)
    )
    heavy = tuple(question.key for question, value in points.items() if value == 2)
    return Weighed(likelihood, impact, risk(likelihood, impact), heavy)


def unanswered(answers: Mapping[str, str]) -> list[str]:
    """The keys of questions without one of their answers."""
    return [
        question.key
        for question in QUESTIONS
        if answers.get(question.key) not in {key for key, _words in question.answers}
    ]


def _level(points: list[int]) -> Level:
    total = sum(points)
    if total >= _HIGH_FROM:
        return Level.HIGH
    return Level.MEDIUM if total >= _MEDIUM_FROM or max(points) == 2 else Level.LOW
