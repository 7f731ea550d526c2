"""What somebody answered, in the words in which it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balcao.listening.surveys.rules import LANGUAGES, Asked, Kind, numbers, worded


class Said(NamedTuple):
    """A question and its answer: lines of text, and for a score its place on the scale."""

    asked: str
    lines: list[str]
    is_words: bool = False
    score: str = ""
    of: str = ""


def said(asked: Asked, value: Any) -> Said:
    """One answer as people read it."""
    question = _word(asked.words)
    if asked.kind is Kind.TEXT:
        return Said(question, str(value).splitlines(), is_words=True)
    if asked.kind in (Kind.NPS, Kind.CSAT, Kind.CES, Kind.ENPS):
        return Said(question, [], score=str(value), of=str(numbers(asked)[-1]))
    if asked.kind is Kind.CONSENT:
        return Said(question, [_("Yes") if value else _("No")])
    return Said(question, _lines(asked, value))


def _lines(asked: Asked, value: Any) -> list[str]:
    if asked.kind is Kind.SCALE:
        return [_label(asked, value)]
    if asked.kind is Kind.MATRIX and isinstance(value, Mapping):
        rows = _named(asked.options.get("rows", ()))
        return [f"{rows.get(line, line)}: {_label(asked, step)}" for line, step in value.items()]
    choices = _named(asked.options.get("choices", ()))
    chosen = value if isinstance(value, list) else [value]
    if asked.kind is Kind.RANKING:
        return [f"{place}. {choices.get(one, one)}" for place, one in enumerate(chosen, 1)]
    return [choices.get(one, str(one)) for one in chosen]


def _label(asked: Asked, step: Any) -> str:
    labels = asked.options.get("labels", ())
    is_there = isinstance(step, int) and 0 < step <= len(labels)
    return _word(labels[step - 1]) if is_there else str(step)


def _named(told: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {one["value"]: _word(one["words"]) for one in told}


def _word(words: Mapping[str, str]) -> str:
    return worded(words, get_language() or LANGUAGES[0])
