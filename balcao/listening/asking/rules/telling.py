"""What may be told of who was asked: how many, and how many of them answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from balcao.listening.surveys.rules import Asked, Kind, of_content

LEAST_ASKED = 10
_SCORES = frozenset({Kind.NPS, Kind.ENPS, Kind.CSAT, Kind.CES})


class Response(NamedTuple):
    """How many were asked and answered; of an anonymous wave between which numbers, or nothing."""

    asked: int | None
    answered_from: int | None
    answered_to: int | None


def response(asked: int, answered: int, *, k: int, is_anonymous: bool, is_closed: bool) -> Response:
    """What may be told of a wave.

    Of an anonymous one nothing before it closes, and nothing then when fewer than k answered or
    when those who did not are fewer than k; else the band of tens (5 to 9, 10 to 19 …).
    """
    if not is_anonymous:
        return Response(asked, answered, answered)
    if not is_closed:
        return Response(None, None, None)
    if answered < k or 0 < asked - answered < k:
        return Response(asked if asked >= LEAST_ASKED else None, None, None)
    if answered == asked:
        return Response(asked, answered, answered)
    low = max(answered // 10 * 10, k)
    return Response(asked, low, min(answered // 10 * 10 + 9, asked - k))


class Reach(NamedTuple):
    """How many an occasion would ask, from and to; nothing when they are too few to be told.

    `is_whole` is False where only the latest were looked at: it may be more.
    """

    asked_from: int | None
    asked_to: int | None
    is_whole: bool


def reach(asked: int, *, is_anonymous: bool, is_whole: bool = True) -> Reach:
    """What may be told beforehand: of an anonymous survey the band of tens, and none below ten."""
    if not is_anonymous:
        return Reach(asked, asked, is_whole)
    if asked < LEAST_ASKED:
        return Reach(None, None, is_whole)
    return Reach(asked // 10 * 10, asked // 10 * 10 + 9, is_whole)


def score_question(content: Mapping[str, Any]) -> Asked | None:
    """The question whose numbers stand in the mail: the first one, when it is a score."""
    questions = of_content(content)
    return questions[0] if questions and questions[0].kind in _SCORES else None
