"""Rules of journeys: the order of stages, the scale of each score, and why a stage has none."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.listening.surveys.rules import Asked, Kind, lines, numbers

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


class Axis(NamedTuple):
    """The scale on which one score stands: its ends, and where neither side of it begins."""

    low: float
    high: float
    middle: float | None = None

    def place(self, value: float) -> float:
        """How far along the scale a value lies, from 0 to 100."""
        return max(0.0, min(100.0, 100 * (value - self.low) / (self.high - self.low)))


_AXES = {
    Kind.NPS: Axis(-100, 100, 0),
    Kind.ENPS: Axis(-100, 100, 0),
    Kind.CSAT: Axis(0, 1),
}


def axis(asked: Asked) -> Axis:
    """The scale of a question's score; a mean stands on the steps one may answer with."""
    if asked.kind in _AXES:
        return _AXES[asked.kind]
    steps = numbers(asked)
    return Axis(steps[0], steps[-1])


def has_score(asked: Asked, part: str) -> bool:
    """True when this question, or this line of it, has a score to draw."""
    if asked.kind not in SCORED:
        return False
    return part in lines(asked) if asked.kind is Kind.MATRIX else not part


def moved(order: Sequence[int], stage: int, place: int) -> list[int]:
    """The stages after one of them went to this place, from 1; beyond the end is the end."""
    rest = [one for one in order if one != stage]
    at = max(place, 1) - 1
    return [*rest[:at], stage, *rest[at:]]


def stepped(order: Sequence[int], stage: int, way: str) -> list[int]:
    """The stages after one of them went a place up or down; at an end it stays."""
    place = order.index(stage) + 1
    return moved(order, stage, place - 1 if way == UP else place + 1)
