"""What a page, a file and the API print: a score with its doubt, or why there is none."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.measures.bands import Band
from balcao.measures.scores import Difference


class Reason(StrEnum):
    """Why a number is not shown; told so that it gives no count away."""

    TOO_FEW = "too_few"
    WOULD_TELL_OTHERS = "would_tell_others"
    UNPROVED = "unproved"
    NOT_CLOSED = "not_closed"
    LOST = "lost"

    @property
    def label(self) -> str | Promise:
        """The reason in words."""
        return _LABELS[self]


_LABELS: dict[Reason, str | Promise] = {
    Reason.TOO_FEW: _("Too few people are behind this to show it without showing them."),
    Reason.WOULD_TELL_OTHERS: _("Beside what else is shown, this would tell about a few people."),
    Reason.UNPROVED: _("It could not be proved that this tells about no small group."),
    Reason.NOT_CLOSED: _("Results exist once the round has closed."),
    Reason.LOST: _("The answers of this round could not be opened; they were destroyed unread."),
}


class Score(NamedTuple):
    """What is told of answers to one question: nps and enps in points from -100 to 100, csat and
    response as a share from 0 to 1, ces, mean and ranks on their scale, shares by option alone.

    `low` to `high` is 95 % sure. Identified: exact `n` and `counts` by option. Anonymous: the `band`
    of how many instead, `shares` to the next twentieth and none under twice the minimum group. For
    nps and enps `shares` are of detractors, passives and promoters; else by option. `share_ranges`
    are the intervals of the shares. `population` is how many people there are, where they are known
    and the interval was narrowed because most of them answered.
    """

    measure: str
    value: float | None
    low: float
    high: float
    n: int | None
    band: Band | None
    counts: tuple[int, ...] = ()
    shares: tuple[float, ...] = ()
    share_ranges: tuple[tuple[float, float], ...] = ()
    population: int | None = None


class Hidden(NamedTuple):
    """That a number is not shown, and why."""

    reason: Reason


class Point(NamedTuple):
    """A stretch of a trend, both days included; `change` is against the last point that has a score.

    `wave` is the round of an anonymous survey.
    """

    since: date
    until: date
    label: str
    told: Score | Hidden | None
    change: Difference | None
    wave: int | None = None


class Turned(NamedTuple):
    """Of a group, how many were asked and how many answered; of anonymous rounds between which
    numbers they were asked, and the share that answered, coarsely."""

    asked: int | None
    answered: int | None
    band: Band | None
    told: Score | Hidden


class Represented(NamedTuple):
    """A group among those who were asked, beside those who answered: who is missing shows here.

    The two parts are shares of everybody asked and of everybody who answered; identified alone.
    Everybody together has no cut.
    """

    cut: str
    value: str
    label: str
    turned: Turned
    asked_part: float | None
    answered_part: float | None
