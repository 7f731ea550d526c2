"""Rules of journeys: the order of stages, which questions tell of one, and why a stage has no score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.listening.results.rules import Hidden, Score
from balcao.listening.surveys.rules import Asked, Kind, lines
from balcao.measures.scores import Difference

NAME_MOST = 80
WORDS_MOST = 600
MOST_STAGES = 12
MOST_LINKS = 4
UP, DOWN = "up", "down"
SCORED = frozenset({Kind.NPS, Kind.ENPS, Kind.CSAT, Kind.CES, Kind.SCALE, Kind.MATRIX})
SPANS = (30, 90, 365)
USUAL = 90


class Gap(StrEnum):
    """Why a stage shows no number."""

    NO_QUESTION = "no_question"
    NOT_ASKED = "not_asked"
    NO_ANSWERS = "no_answers"
    HIDDEN = "hidden"
    NOT_YOURS = "not_yours"


GAPS: dict[Gap, str | Promise] = {
    Gap.NO_QUESTION: _("Nobody is asked about this stage yet."),
    Gap.NOT_ASKED: _("The question is written, and not sent yet."),
    Gap.NO_ANSWERS: _("Nobody has answered in this time."),
    Gap.HIDDEN: _("Too little may be told without pointing at somebody."),
    Gap.NOT_YOURS: _("This is asked, but its results are for others."),
}


class Linked(NamedTuple):
    """A question that tells of a stage, as far as its reader may know: of one whose results are for
    others neither the survey nor the question, of one not sent yet `asked` for who writes it alone.
    `group` is what its cut is called."""

    id: int
    stage_id: int
    is_readable: bool
    is_sent: bool
    survey_id: int
    survey: str
    asked: Asked | None
    part: str
    cut: str
    value: str
    group: str


class Told(NamedTuple):
    """What a question tells of its stage: a score with its change against its own past, or a gap.

    `why` words what is hidden; `is_round` says that it is the last round of an anonymous survey.
    """

    linked: Linked
    score: Score | None
    change: Difference | None
    gap: Gap | None
    why: str | Promise
    is_round: bool = False


class Drawn(NamedTuple):
    """A stage with what its questions tell; without any score it is a gap, for this reason."""

    id: int
    names: dict[str, str]
    does: dict[str, str]
    touchpoints: dict[str, str]
    told: list[Told]
    gap: Gap | None


class Period(NamedTuple):
    """The days a journey is drawn from, both included, and as many before them to compare with."""

    since: date
    until: date

    @property
    def before(self) -> Period:
        """The same length of time, just before."""
        length = self.until - self.since + timedelta(days=1)
        return Period(self.since - length, self.until - length)


def period(days: int, today: date) -> Period:
    """So many days up to today."""
    return Period(today - timedelta(days=days - 1), today)


def told(
    linked: Linked,
    score: Score | Hidden | None,
    change: Difference | None = None,
    *,
    is_round: bool = False,
) -> Told:
    """What a question tells, or which sort of gap there is instead."""
    if isinstance(score, Score) and linked.is_readable:
        return Told(linked, score, change, None, "", is_round)
    gap = _gap(linked, score)
    why = score.reason.label if isinstance(score, Hidden) and gap is Gap.HIDDEN else GAPS[gap]
    return Told(linked, None, None, gap, why, is_round)


def gap_of(found: Sequence[Told]) -> Gap | None:
    """Why a stage is a gap: none where one question tells something, else what the first lacks."""
    if not found:
        return Gap.NO_QUESTION
    return None if any(one.gap is None for one in found) else found[0].gap


def _gap(linked: Linked, score: Score | Hidden | None) -> Gap:
    if not linked.is_readable:
        return Gap.NOT_YOURS
    if not linked.is_sent:
        return Gap.NOT_ASKED
    return Gap.NO_ANSWERS if score is None else Gap.HIDDEN


def scored_parts(asked: Asked) -> list[str]:
    """The parts of a question that have a score to draw: the lines of a matrix, else itself or none."""
    if asked.kind not in SCORED:
        return []
    return lines(asked) if asked.kind is Kind.MATRIX else [""]


def has_score(asked: Asked, part: str) -> bool:
    """True when this question, or this line of it, has a score to draw."""
    return part in scored_parts(asked)


def moved(order: Sequence[int], stage: int, place: int) -> list[int]:
    """The stages after one of them went to this place, from 1; beyond the end is the end."""
    rest = [one for one in order if one != stage]
    at = max(place, 1) - 1
    return [*rest[:at], stage, *rest[at:]]


def stepped(order: Sequence[int], stage: int, way: str) -> list[int]:
    """The stages after one of them went a place up or down; at an end it stays."""
    place = order.index(stage) + 1
    return moved(order, stage, place - 1 if way == UP else place + 1)
