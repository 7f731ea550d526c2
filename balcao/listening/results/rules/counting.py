"""How answers to a question are counted: by which parts, and at which place each answer stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from balcao.listening.surveys.rules import Asked, Kind, choices, lines, numbers

SCORED = frozenset({Kind.NPS, Kind.ENPS, Kind.CSAT, Kind.CES})
_MEASURES = {
    Kind.NPS: "nps",
    Kind.ENPS: "enps",
    Kind.CSAT: "csat",
    Kind.CES: "ces",
    Kind.SCALE: "mean",
    Kind.MATRIX: "mean",
    Kind.RANKING: "ranks",
    Kind.CHOICE: "shares",
    Kind.MULTIPLE: "shares",
    Kind.CONSENT: "shares",
}


def measure(asked: Asked) -> str:
    """By which measure a question is told; empty for own words, which are no number."""
    return _MEASURES.get(asked.kind, "")


def parts(asked: Asked) -> list[str]:
    """What is counted apart within a question: the lines of a matrix, the options of a ranking."""
    if asked.kind is Kind.MATRIX:
        return lines(asked)
    if asked.kind is Kind.RANKING:
        return choices(asked)
    return [""] if measure(asked) else []


def _options(asked: Asked) -> list[str]:
    """The options in the order of counts, as text: scores from their least, no before yes."""
    if asked.kind in (Kind.CHOICE, Kind.MULTIPLE):
        return choices(asked)
    if asked.kind is Kind.RANKING:
        return [str(place) for place in range(1, len(choices(asked)) + 1)]
    if asked.kind is Kind.CONSENT:
        return ["false", "true"]
    return [str(number) for number in numbers(asked)]


def size(asked: Asked) -> int:
    """How many options there are to count."""
    return len(_options(asked))


def option_places(asked: Asked) -> dict[str, int]:
    """The place in counts of each option."""
    return {option: place for place, option in enumerate(_options(asked))}


def positions(asked: Asked, value: Any) -> Iterator[tuple[str, Sequence[int]]]:
    """By part of the question, the places in counts of one clean answer."""
    places = option_places(asked)
    if asked.kind is Kind.MATRIX:
        for line, step in value.items():
            yield line, [places[str(step)]]
    elif asked.kind is Kind.RANKING:
        for place, option in enumerate(value):
            yield option, [place]
    elif asked.kind is Kind.MULTIPLE:
        yield "", [places[one] for one in value]
    elif asked.kind is Kind.CONSENT:
        yield "", [int(value)]
    elif measure(asked):
        yield "", [places[str(value)]]


def headline(questions: Sequence[Asked]) -> Asked | None:
    """The question a survey is known by: its first score, else its first scale."""
    for kinds in (SCORED, frozenset({Kind.SCALE})):
        for asked in questions:
            if asked.kind in kinds:
                return asked
    return None
