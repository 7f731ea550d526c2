"""What belongs to a question of each kind beside its words: read strictly, written one way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from balcao.core.errors import Invalid
from balcao.core.text import clean

from .asked import LANGUAGES, LISTED, RANGES, Consent, Kind

MOST_CHOICES = 30
MOST_LINES = 20
LABELS = range(2, 12)
WORDS_MOST = 500
TEXT_MOST = 4000
VALUE = re.compile(r"[a-z0-9_]{1,40}")


def read_words(told: object, most: int = WORDS_MOST) -> dict[str, str]:
    """Words by language, blanks gone, a language without words left out. Invalid else."""
    if told is None:
        return {}
    if not isinstance(told, Mapping) or not all(isinstance(one, str) for one in told.values()):
        raise Invalid(_("Words are given by language: pt-br and en."))
    if unknown := set(told) - set(LANGUAGES):
        raise Invalid(_("There is no language %(name)s here.") % {"name": min(map(str, unknown))})
    found = {name: clean(told[name]).strip() for name in LANGUAGES if told.get(name, "").strip()}
    if any(len(words) > most for words in found.values()):
        raise Invalid(_("This is too long: %(most)s characters are the most.") % {"most": most})
    return found


def read_options(kind: str, told: object) -> dict[str, Any]:
    """The options of a question of this kind as they are kept; Invalid says what is wrong."""
    if kind not in set(Kind):
        raise Invalid(_("There is no such kind of question."))
    if told is not None and not isinstance(told, Mapping):
        raise Invalid(_("This is no set of options."))
    return _READERS[Kind(kind)](dict(told or {}))


def _ends(told: dict[str, Any]) -> dict[str, Any]:
    found = {name: read_words(told.get(name)) for name in ("low", "high")}
    return {name: words for name, words in found.items() if words}


def _scored(told: dict[str, Any]) -> dict[str, Any]:
    return _ends(told)


def _effort(told: dict[str, Any]) -> dict[str, Any]:
    return {"version": "2.0", **_ends(told)}


def _scale(told: dict[str, Any]) -> dict[str, Any]:
    labels = [read_words(words) for words in _listed(told, "labels")]
    if labels and len(labels) not in LABELS:
        raise Invalid(_("A scale has from 2 to 11 steps."))
    return {"labels": labels}


def _choice(told: dict[str, Any]) -> dict[str, Any]:
    return {"choices": _named(_listed(told, "choices"), MOST_CHOICES)}


def _multiple(told: dict[str, Any]) -> dict[str, Any]:
    found = _choice(told)
    most = told.get("at_most")
    if most in (None, ""):
        return found
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= MOST_CHOICES:
        raise Invalid(_("At most how many? Give a number from 1 to 30."))
    return {**found, "at_most": most}


def _matrix(told: dict[str, Any]) -> dict[str, Any]:
    return {"rows": _named(_listed(told, "rows"), MOST_LINES), **_scale(told)}


def _text(told: dict[str, Any]) -> dict[str, Any]:
    most = told.get("max_length", TEXT_MOST // 2)
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= TEXT_MOST:
        raise Invalid(_("How long may it be? Give a number from 1 to 4000."))
    return {"max_length": most}


def _consent(told: dict[str, Any]) -> dict[str, Any]:
    about = told.get("about", Consent.QUOTE)
    if about not in set(Consent):
        raise Invalid(_("Say what the consent is about: quote, contact or name."))
    return {"about": str(about)}


def _listed(told: dict[str, Any], name: str) -> Sequence[Any]:
    found = told.get(name, ())
    if not isinstance(found, (list, tuple)):
        raise Invalid(_("This is no list: %(name)s.") % {"name": name})
    return found


def _named(told: Sequence[Any], most: int) -> list[dict[str, Any]]:
    if len(told) > most:
        raise Invalid(_("%(most)s are the most.") % {"most": most})
    found: list[dict[str, Any]] = []
    taken = {str(one.get("value")) for one in told if isinstance(one, Mapping) and one.get("value")}
    for one in told:
        if not isinstance(one, Mapping):
            raise Invalid(_("Each choice has a value and words."))
        value = str(one.get("value") or _free(taken))
        if not VALUE.fullmatch(value):
            raise Invalid(_("A value is written in small letters and digits."))
        if any(value == other["value"] for other in found):
            raise Invalid(_("The value %(value)s is there twice.") % {"value": value})
        taken.add(value)
        found.append({"value": value, "words": read_words(one.get("words"))})
    return found


def _free(taken: set[str]) -> str:
    return next(name for n in range(1, 2 * MOST_CHOICES + 2) if (name := f"c{n}") not in taken)


_READERS: Mapping[Kind, Callable[[dict[str, Any]], dict[str, Any]]] = {
    **dict.fromkeys(RANGES, _scored),
    Kind.CES: _effort,
    Kind.SCALE: _scale,
    **dict.fromkeys(LISTED, _choice),
    Kind.MULTIPLE: _multiple,
    Kind.MATRIX: _matrix,
    Kind.TEXT: _text,
    Kind.CONSENT: _consent,
}
