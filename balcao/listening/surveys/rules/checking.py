"""What was answered, made clean or refused in words: the one validation for pages and machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.text import clean

from .asked import RANGES, Asked, Kind, choices, in_order, lines, numbers
from .conditions import holds

GetList = Callable[[str], list[str]]
CHOOSE = _("Choose one of the answers.")
_YES, _NO = (True, "yes", "true", "1"), (False, "no", "false", "0")


@dataclass(frozen=True, slots=True)
class Checked:
    """Clean answers by key of question, and what is wrong with the others, in words."""

    values: Mapping[str, Any]
    problems: Mapping[str, str]

    @property
    def is_clean(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


class _Wrong(Exception):
    def __init__(self, words: str | Promise) -> None:
        self.words = words


def checked(
    questions: Iterable[Asked], values: Mapping[str, Any], language: str, *, strict: bool = False
) -> Checked:
    """The answers to those questions that are asked; problems are worded in `language`.

    Numbers may come as text, lists as lists. Answers to questions that are not asked are left out;
    `strict` refuses keys that no question has.
    """
    found: dict[str, Any] = {}
    problems: dict[str, str] = {}
    order = in_order(questions)
    with translation.override(language):
        for asked in order:
            if not holds(asked.shown_if, found):
                continue
            try:
                value = _read(asked, values.get(asked.key))
            except _Wrong as wrong:
                problems[asked.key] = str(wrong.words)
                continue
            if value is not None:
                found[asked.key] = value
            elif asked.is_required:
                problems[asked.key] = str(_("An answer is needed here."))
        if strict:
            for key in sorted(set(values) - {asked.key for asked in order}):
                problems[str(key)[:40]] = str(_("There is no such question here."))
    return Checked(found, problems)


def from_form(questions: Iterable[Asked], getlist: GetList) -> dict[str, Any]:
    """What a form says, as `checked` reads it: `key`, or `key.line` where a question has lines."""
    found: dict[str, Any] = {}
    for asked in questions:
        if asked.kind is Kind.MATRIX:
            told = {line: _last(getlist(f"{asked.key}.{line}")) for line in lines(asked)}
            found[asked.key] = {line: value for line, value in told.items() if value}
        elif asked.kind is Kind.RANKING:
            found[asked.key] = _ranked(asked, getlist)
        elif asked.kind is Kind.MULTIPLE:
            found[asked.key] = getlist(asked.key)
        else:
            found[asked.key] = _last(getlist(asked.key))
    return found


def to_form(asked: Asked, value: Any) -> list[tuple[str, str]]:
    """The fields of a form that say this clean answer again."""
    if value is None:
        return []
    if asked.kind is Kind.MATRIX:
        return [(f"{asked.key}.{line}", str(step)) for line, step in value.items()]
    if asked.kind is Kind.RANKING:
        return [(f"{asked.key}.{one}", str(place)) for place, one in enumerate(value, start=1)]
    if asked.kind is Kind.MULTIPLE:
        return [(asked.key, one) for one in value]
    if asked.kind is Kind.CONSENT:
        return [(asked.key, "yes" if value else "no")]
    return [(asked.key, str(value))]


def _last(told: list[str]) -> str:
    return told[-1] if told else ""


def _ranked(asked: Asked, getlist: GetList) -> list[str] | dict[str, str]:
    """The choices by the places given; the places themselves when they are not 1 to n once each."""
    places = {one: _last(getlist(f"{asked.key}.{one}")) for one in choices(asked)}
    given = {one: place for one, place in places.items() if place}
    by_place = {place: one for one, place in given.items()}
    order = [by_place.get(str(n)) for n in range(1, len(places) + 1)]
    return given if None in order else [one for one in order if one]


def _read(asked: Asked, told: Any) -> Any:
    if told is None or told in ("", [], {}):
        return None
    return _READERS[asked.kind](asked, told)


def _number(asked: Asked, told: Any) -> int:
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) <= 3:
        told = int(told)
    if not isinstance(told, int) or isinstance(told, bool) or told not in numbers(asked):
        raise _Wrong(CHOOSE)
    return told


def _choice(asked: Asked, told: Any) -> str:
    if not isinstance(told, str) or told not in choices(asked):
        raise _Wrong(CHOOSE)
    return told


def _multiple(asked: Asked, told: Any) -> list[str]:
    if not isinstance(told, (list, tuple)) or not all(isinstance(one, str) for one in told):
        raise _Wrong(CHOOSE)
    if set(told) - set(choices(asked)):
        raise _Wrong(CHOOSE)
    most = asked.options.get("at_most")
    if most and len(set(told)) > most:
        raise _Wrong(_("Choose %(most)s at most.") % {"most": most})
    return [one for one in choices(asked) if one in told]


def _matrix(asked: Asked, told: Any) -> dict[str, int] | None:
    if not isinstance(told, Mapping) or set(told) - set(lines(asked)):
        raise _Wrong(CHOOSE)
    given = {line: told.get(line) for line in lines(asked)}
    found = {line: _number(asked, step) for line, step in given.items() if step not in (None, "")}
    if asked.is_required and len(found) < len(lines(asked)):
        raise _Wrong(_("Answer each line."))
    return found or None


def _ranking(asked: Asked, told: Any) -> list[str]:
    wanted = choices(asked)
    if not isinstance(told, (list, tuple)) or sorted(map(str, told)) != sorted(wanted):
        raise _Wrong(_("Give each its own place, from 1 to %(last)s.") % {"last": len(wanted)})
    return [str(one) for one in told]


def _text(asked: Asked, told: Any) -> str | None:
    if not isinstance(told, str):
        raise _Wrong(_("Answer in words."))
    words, most = clean(told).replace("\r\n", "\n").strip(), asked.options["max_length"]
    if len(words) > most:
        raise _Wrong(_("This is too long: %(most)s characters are the most.") % {"most": most})
    return words or None


def _consent(asked: Asked, told: Any) -> bool:
    for value, ways in ((True, _YES), (False, _NO)):
        if any(told is way or (isinstance(told, str) and told == way) for way in ways):
            return value
    raise _Wrong(_("Answer yes or no."))


_READERS: Mapping[Kind, Callable[[Asked, Any], Any]] = {
    **dict.fromkeys(RANGES, _number),
    Kind.SCALE: _number,
    Kind.CHOICE: _choice,
    Kind.MULTIPLE: _multiple,
    Kind.MATRIX: _matrix,
    Kind.RANKING: _ranking,
    Kind.TEXT: _text,
    Kind.CONSENT: _consent,
}
